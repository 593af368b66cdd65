/** `npm run deadletters` as an operator runs it beside a shop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestShop } from '#apps/server/src/testing.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';

export async function deadletters(
  shop: TestShop,
  ...words: string[]
): Promise<{ code: number; output: string; errors: string }> {
  const { SECRET_KEY } = shop.parts[0]!.settings.environment;
  const command = spawn(process.execPath, ['apps/server/src/commands/deadletters.ts', ...words], {
    env: { ...bareEnvironment(), SECRET_KEY, DATABASE_URL: shop.databaseUrl, DATA_DIR: shop.dataDir },
  });
  let [output, errors] = ['', ''];
  command.stdout.on('data', (chunk) => {
    output += chunk;
  });
  command.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(command, 'close');
  return { code, output, errors };
}
