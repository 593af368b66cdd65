/** What a newcomer reads after the start: where everything is, how to sign in, and last the line that scripts wait for. */
import { demoAccounts, demoPassword } from '../demo/accounts.ts';
import type { Settings } from './config.ts';

/** Admin, two sellers, the delivery partner and the first customer. */
const SHOWN_ACCOUNTS = 5;

export function printWelcome({ server, demo }: Settings, port: number): void {
  const base = server.PUBLIC_URL ?? `http://localhost:${port}`;
  const lines = [
    '',
    '  Haat is open.',
    '',
    `  API and documentation  ${base}/docs`,
    `  OpenAPI document       ${base}/openapi.json`,
    `  Health                 ${base}/health/ready`,
  ];
  if (demo) {
    lines.push('', `  Demo accounts, password ${demoPassword}:`, ...demoAccountLines());
  }
  process.stdout.write(`${lines.join('\n')}\n\nready on http://localhost:${port}\n`);
}

function demoAccountLines(): string[] {
  return demoAccounts.slice(0, SHOWN_ACCOUNTS).map(({ role, email }) => `    ${role.padEnd(10)} ${email}`);
}
