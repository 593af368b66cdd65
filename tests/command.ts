/** A command as an operator runs it beside a shop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestShop } from '#apps/server/src/testing.ts';
import { bareEnvironment } from '#platform/testing/bare-environment.ts';

export async function command(
  shop: TestShop,
  name: string,
  ...words: string[]
): Promise<{ code: number; output: string; errors: string }> {
  const { SECRET_KEY } = shop.parts[0]!.settings.environment;
  const running = spawn(process.execPath, [`apps/server/src/commands/${name}.ts`, ...words], {
    env: { ...bareEnvironment(), SECRET_KEY, DATABASE_URL: shop.databaseUrl, DATA_DIR: shop.dataDir },
  });
  let [output, errors] = ['', ''];
  running.stdout.on('data', (chunk) => {
    output += chunk;
  });
  running.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(running, 'close');
  return { code, output, errors };
}
