/**
 * `npm run admin:create -- admin@example.com`: makes an admin, or gives an account its way back in, whether the shop runs
 * or not. The password is asked for, or read from ADMIN_PASSWORD or from a pipe; it is never an argument, since other
 * users of the machine see those.
 */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { readConfig } from '#platform/config/config.ts';
import { errorDefinition, isProblem, registerErrors } from '#platform/errors/problem.ts';
import { createJobQueue } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { createLogger } from '#platform/log/log.ts';
import { withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import { userService } from '#services/user/src/service.ts';
import { createAdmin } from '#services/user/src/use-cases/create-admin.ts';
import { prepare } from '#services/user/src/use-cases/prepare.ts';
import { openCommandDatabase } from '../command-database.ts';
import { openDatabases } from '../databases.ts';
import { subscribersOf } from '../services.ts';

const MIN_PASSWORD = 8;

async function main(): Promise<void> {
  const email = process.argv[2] ?? process.env.ADMIN_EMAIL;
  if (!email || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new Error('Say for whom: npm run admin:create -- admin@example.com');
  }
  const password = await readPassword();
  if (password.length < MIN_PASSWORD) throw new Error(`The password needs at least ${MIN_PASSWORD} characters.`);
  const command = await openCommandDatabase();
  const log = createLogger({ level: 'error', pretty: false });
  registerErrors(userService.errors);
  const databases = await openDatabases([userService], command.settings, command.url, log);
  const { database } = databases.get('user')!;
  try {
    // Nothing runs here but this one use case: its events and mails wait in their tables for the shop.
    const user = {
      name: 'user',
      instanceId: randomUUID(),
      database,
      config: readConfig(userService.config, command.settings.environment),
      common: command.settings.common,
      log,
      outbox: createOutbox({ subscribersOf, wake: () => {} }),
      jobs: createJobQueue(() => {}),
      endedSessions: createEndedSessions({ fed: false }),
      neighbours: withoutNeighbours(true),
    } as unknown as ServiceBase<any, any>;
    await prepare(user);
    const done = await createAdmin(user, { email, password });
    process.stdout.write(
      done === 'created' ? `${email} is an admin now.\n` : `${email} is an admin now, with the new password.\n`,
    );
  } finally {
    await database.close();
    await command.close();
  }
}

async function readPassword(): Promise<string> {
  if (process.env.ADMIN_PASSWORD) return process.env.ADMIN_PASSWORD;
  const terminal = process.stdin.isTTY === true;
  if (terminal) process.stdout.write('Password: ');
  // What is typed is not shown.
  const output = terminal ? new Writable({ write: (_chunk, _encoding, done) => done() }) : undefined;
  const input = createInterface({ input: process.stdin, output, terminal });
  try {
    for await (const line of input) return line;
    return '';
  } finally {
    input.close();
    if (terminal) process.stdout.write('\n');
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const known = isProblem(error) ? errorDefinition(error.code).about : (error as Error).message;
  process.stderr.write(`${known}\n`);
  process.exit(1);
}
