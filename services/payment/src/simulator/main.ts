/** `npm run simulator -- --port 4010`: the gateways of the world outside as a process of their own. */
import { parseArgs } from 'node:util';
import { rehearsalSettings } from '../providers/rehearsal-settings.ts';
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

// PayPal takes no rupees outside India, which is what a shop asks for unless it says otherwise.
const settings = rehearsalSettings(simulator, ['stripe', 'razorpay', 'juspay', 'sandbox']);
const lines = [
  `The payment simulator: no money moves. Seed ${simulator.seed}.`,
  `Webhooks go to ${values.shop}. Start a shop there with these settings (and paypal where CURRENCY is not INR):`,
  ...Object.entries(settings).map(([name, value]) => `  ${name}=${value}`),
  `ready on ${simulator.url}`,
];
process.stdout.write(`${lines.join('\n')}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
