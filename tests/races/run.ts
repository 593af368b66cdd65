/**
 * `npm run races`: the races at full size. `--repetitions 100` of one unit and two hundred buyers, `--buyers 10000` for a
 * tenth as many units, `--coupons 500` for a tenth as many uses, `--pairs 20` collisions of each pair of actions.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '100' },
    buyers: { type: 'string', default: '10000' },
    coupons: { type: 'string', default: '500' },
    pairs: { type: 'string', default: '20' },
  },
});
for (const [name, value] of Object.entries(values)) {
  const isRight = /^[1-9]\d*$/.test(value) && (!['buyers', 'coupons'].includes(name) || Number(value) % 10 === 0);
  if (isRight) continue;
  process.stderr.write(`--${name} is a whole number${['buyers', 'coupons'].includes(name) ? ' of tens' : ''}.\n`);
  process.exit(1);
}

const sizes = Object.entries(values).map(([name, value]) => [`RACES_${name.toUpperCase()}`, value]);
const runner = spawn(process.execPath, ['tools/test.ts', '--test-timeout=3600000', 'tests/races/*.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, ...Object.fromEntries(sizes) },
});
runner.on('exit', (code) => process.exit(code ?? 1));
