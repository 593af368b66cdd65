/** The gateways outside the shop: the simulator, to which the shop's real adapters talk, in weather that changes as planned. */
import { rehearsalSettings } from '#services/payment/src/providers/rehearsal-settings.ts';
import type { Paid } from '#services/payment/src/simulator/desk.ts';
import { startSimulator } from '#services/payment/src/simulator/start.ts';
import type { FailureOptions } from './options.ts';
import { outsideGateways, weatherOf, weatherTurns } from './weather.ts';

export interface Outside {
  /** By which a shop uses all of them, beside its own sandbox. */
  settings: Record<string, string>;
  isItsPage(url: string): boolean;
  /** Where the shop hears of payments: `<base>/payment/webhooks/<gateway>`. */
  tellAt(base: string): void;
  /** To be called as checkouts begin. */
  progress(turn: number): void;
  /** Fair from now on. */
  clearUp(): void;
  /** What the gateways have in their books. */
  payments(): Paid[];
  /** How often each weather came. */
  weathers: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** All gateways take it. */
export const CURRENCY = 'USD';

export async function openOutside(options: FailureOptions): Promise<Outside> {
  const simulator = await startSimulator({ seed: options.seed });
  const weathers = new Map<string, number>();
  let next = 0;
  let clear = false;
  // The sandbox stays inside the shop, to die with it.
  const settings = Object.entries(rehearsalSettings(simulator, ['sandbox', ...outsideGateways])).filter(
    ([name]) => !name.startsWith('SANDBOX_'),
  );

  return {
    settings: Object.fromEntries([...settings, ['CURRENCY', CURRENCY]]),
    isItsPage: (url) => url.startsWith(`${simulator.url}/`),
    tellAt(base) {
      for (const name of outsideGateways) simulator.listen(name, `${base}/payment/webhooks/${name}`);
    },
    progress(turn) {
      while (!clear && turn >= next) {
        simulator.clearFaults();
        const { name, fault } = weatherOf(options, next / weatherTurns);
        weathers.set(name, (weathers.get(name) ?? 0) + 1);
        if (fault) simulator.faults(fault);
        next += weatherTurns;
      }
    },
    clearUp() {
      clear = true;
      simulator.clearFaults();
    },
    payments: () => simulator.payments(),
    weathers,
    close: () => simulator.close(),
  };
}
