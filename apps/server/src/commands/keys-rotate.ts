/**
 * `npm run keys:rotate [-- --compromised]`: a new key to sign access tokens with, whether the shop runs or not.
 * `--compromised` withdraws the old ones, so that nobody who knows them makes a token that is taken.
 */
import { parseArgs } from 'node:util';
import { rotateKeys } from '#services/user/src/use-cases/rotate-keys.ts';
import { withUserService } from '../user-command.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { compromised: { type: 'boolean', default: false } } });
  const kid = await withUserService((user) => rotateKeys(user, values));
  process.stdout.write(
    values.compromised
      ? `Key ${kid} signs now; all others are withdrawn. A shop that runs refuses their tokens within a minute, and clients get new ones by refreshing.\n`
      : `Key ${kid} signs in a minute. Tokens of the one before live out their time.\n`,
  );
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
