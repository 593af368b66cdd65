import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const biome = resolve('node_modules/.bin/biome');

/** Each fence with a line that must not pass it, and one that may. */
const fences = [
  {
    name: 'platform knows nothing of the shop',
    file: 'platform/sql/fixture.ts',
    refused: ["'#contracts/common/money.ts'", "'#services/cart/src/service.ts'", "'#apps/server/src/main.ts'"],
    allowed: "'../errors/problem.ts'",
  },
  {
    name: 'contracts know neither services nor apps nor what runs them',
    file: 'contracts/cart/fixture.ts',
    refused: ["'#services/cart/src/service.ts'", "'#platform/sql/database.ts'", "'#apps/server/src/main.ts'"],
    allowed: "'#platform/contract/route.ts'",
  },
  {
    name: 'services never import each other nor who composes them',
    file: 'services/order/src/use-cases/fixture.ts',
    refused: ["'#services/cart/src/service.ts'", "'../../../cart/src/store/carts.ts'", "'#apps/server/src/compose.ts'"],
    allowed: "'#contracts/cart/api.ts'",
  },
  {
    name: 'domain code reaches no database, network or clock of the platform',
    file: 'services/order/src/domain/fixture.ts',
    refused: ["'#platform/sql/database.ts'", "'../store/orders.ts'", "'node:fs/promises'", "'kysely'"],
    allowed: "'#contracts/common/money.ts'",
  },
];

/** A folder with our rules and one file that holds one import: does the linter refuse it? */
function isRefused(file: string, specifier: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'haat-fence-'));
  try {
    copyFileSync('biome.json', join(folder, 'biome.json'));
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `import { thing } from ${specifier};\n\nexport const used = thing;\n`);
    const result = spawnSync(biome, ['lint', '--vcs-enabled=false', file], { cwd: folder, encoding: 'utf8' });
    const text = result.stdout + result.stderr;
    assert.match(text, /Checked 1 file/, text);
    return text.includes('noRestrictedImports') && result.status !== 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const { name, file, refused, allowed } of fences) {
  test(`fence: ${name}`, () => {
    for (const specifier of refused) assert.ok(isRefused(file, specifier), `${file} may import ${specifier}`);
    assert.ok(!isRefused(file, allowed), `${file} may not import ${allowed}`);
  });
}
