/** `npm run simulator -- --port 4010`: the gateways of the world outside as a process of their own. */
import { parseArgs } from 'node:util';
import { dialectNames } from './http/dialect.ts';
import { startSimulator } from './start.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    seed: { type: 'string' },
    /** The shop: each gateway reports to `<shop>/payment/webhooks/<gateway>`. */
    shop: { type: 'string', default: 'http://127.0.0.1:8000' },
  },
});

const whole = (name: string, text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}.`);
  return Number(text);
};

const hookOf = (name: string) => `${values.shop}/payment/webhooks/${name === 'native' ? 'sandbox' : name}`;
const simulator = await startSimulator({
  port: whole('port', values.port),
  ...(values.seed === undefined ? {} : { seed: whole('seed', values.seed) }),
  webhooks: Object.fromEntries(dialectNames.map((name) => [name, hookOf(name)])),
});

const lines = [
  `The payment simulator (no money moves), seed ${simulator.seed}.`,
  ...Object.entries(simulator.base).map(([name, base]) => `${name.padEnd(9)} ${base}  webhooks to ${hookOf(name)}`),
  ...Object.entries(simulator.secrets).flatMap(([name, keys]) =>
    Object.entries(keys as Record<string, string>).map(([key, value]) => `${name}.${key} = ${value}`),
  ),
  `ready on ${simulator.url}`,
];
process.stdout.write(`${lines.join('\n')}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
