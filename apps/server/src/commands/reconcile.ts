/**
 * `npm run reconcile -- --from 2026-11-01 --to 2026-12-01 [--gateway stripe]`: compares our payments of these days with what
 * the gateways list, whether the shop runs or not. Repairs what is safe; exit code 1 where a person has to look.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { ConfigError, readConfig } from '#platform/config/config.ts';
import { errorDefinition, isProblem, registerErrors } from '#platform/errors/problem.ts';
import { createJobQueue } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { createLogger } from '#platform/log/log.ts';
import type { PaymentBase } from '#services/payment/src/base.ts';
import { assemble, paymentService } from '#services/payment/src/service.ts';
import { type Reconciled, reconcile } from '#services/payment/src/use-cases/reconcile.ts';
import { type CommandDatabase, openCommandDatabase } from '../command-database.ts';
import { openDatabases } from '../databases.ts';
import { subscribersOf } from '../services.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const USAGE = 'Say which days: npm run reconcile -- --from 2026-11-01 --to 2026-12-01 [--gateway stripe]';

/** The day `to` is the first that is left out. */
function timeOf(text: string | undefined): Date {
  const time = new Date(/^\d{4}-\d{2}-\d{2}/.test(text ?? '') ? text! : '');
  if (Number.isNaN(time.getTime())) throw new ConfigError(USAGE);
  return time;
}

async function main(): Promise<number> {
  const options = { from: { type: 'string' }, to: { type: 'string' }, gateway: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const [from, to] = [timeOf(values.from), timeOf(values.to)];
  if (from >= to) throw new ConfigError(USAGE);
  const command = await openCommandDatabase();
  registerErrors(paymentService.errors);
  const log = createLogger({ level: 'fatal', pretty: false });
  const databases = await openDatabases([paymentService], command.settings, command.url, log);
  const { database } = databases.get('payment')!;
  try {
    const base = baseOf(command, database as unknown as PaymentBase['database'], log);
    const { service, gateways, close } = assemble(base);
    const chosen = values.gateway === undefined ? gateways.all : [gateways.find(values.gateway)];
    let left = 0;
    for (const gateway of chosen) {
      // One that is away keeps nobody from the others.
      left += await reconcile(service, { gateway, from, to, requestId: randomUUID() }).then(report, (error: Error) => {
        say(`${gateway.name}: could not be compared: ${error.message}`);
        return 1;
      });
    }
    await close();
    return left === 0 ? 0 : 1;
  } finally {
    await database.close();
    await command.close();
  }
}

/** Nothing runs here but the comparison: the events and refunds that it causes wait in their tables for the shop. */
const baseOf = ({ settings }: CommandDatabase, database: PaymentBase['database'], log: PaymentBase['log']) =>
  ({
    name: 'payment',
    instanceId: randomUUID(),
    database,
    config: readConfig(paymentService.config, settings.environment),
    common: settings.common,
    log,
    outbox: createOutbox({ subscribersOf, wake: () => {} }),
    jobs: createJobQueue(() => {}),
    endedSessions: createEndedSessions({ fed: false }),
  }) as unknown as PaymentBase;

/** How many things are left for a person. */
function report({ gateway, checked, agreed, repaired, findings, unanswered }: Reconciled): number {
  const counts = [
    `${checked} compared`,
    `${agreed} agree`,
    `${repaired.length} repaired`,
    `${findings.length} to look at`,
  ];
  say(`${gateway}: ${counts.join(', ')}${unanswered > 0 ? `, ${unanswered} not answered` : ''}.`);
  for (const line of repaired) say(`  repaired  ${line}`);
  for (const line of findings) say(`  look at   ${line}`);
  return findings.length + unanswered;
}

try {
  process.exit(await main());
} catch (error) {
  const known = isProblem(error) ? errorDefinition(error.code).about : (error as Error).message;
  process.stderr.write(`${known}\n`);
  process.exit(2);
}
