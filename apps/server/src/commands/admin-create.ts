/**
 * `npm run admin:create -- admin@example.com`: makes an admin, or gives an account its way back in, whether the shop runs
 * or not. The password is asked for, or read from ADMIN_PASSWORD or from a pipe; it is never an argument, since other
 * users of the machine see those.
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { errorDefinition, isProblem } from '#platform/errors/problem.ts';
import { createAdmin } from '#services/user/src/use-cases/create-admin.ts';
import { prepare } from '#services/user/src/use-cases/prepare.ts';
import { withUserService } from '../user-command.ts';

const MIN_PASSWORD = 8;

async function main(): Promise<void> {
  const email = process.argv[2] ?? process.env.ADMIN_EMAIL;
  if (!email || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new Error('Say for whom: npm run admin:create -- admin@example.com');
  }
  const password = await readPassword();
  if (password.length < MIN_PASSWORD) throw new Error(`The password needs at least ${MIN_PASSWORD} characters.`);
  const done = await withUserService(async (user) => {
    await prepare(user);
    return createAdmin(user, { email, password });
  });
  process.stdout.write(
    done === 'created' ? `${email} is an admin now.\n` : `${email} is an admin now, with the new password.\n`,
  );
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
