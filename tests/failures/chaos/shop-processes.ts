/** The processes of the shop under test: one, or six apart, all on one database server, each kept alive. */
import { serviceNames } from '#contracts/common/services.ts';
import { freePort } from '../../shop-process.ts';
import type { DatabaseServer } from './database-server.ts';
import type { History } from './history.ts';
import { type KeptProcess, keepProcess } from './kept-process.ts';
import type { FailureOptions } from './options.ts';
import { crashAt, type Fault } from './plan.ts';
import type { Counts } from './report.ts';

export interface ShopProcesses {
  processes: readonly KeptProcess[];
  originOf(method: string, path: string): string;
  whenUp(): Promise<void>;
  /** Only from now on lives have crash points. */
  arm(): void;
  /** All back to life, without crash points. */
  calm(): Promise<void>;
  nameOf(fault: Fault): string;
  end(): Promise<void>;
}

export interface ShopProcessesOptions {
  options: FailureOptions;
  server: DatabaseServer;
  dataDir: string;
  history: History;
  counts: Counts;
  tell: (line: string) => void;
}

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';

export async function openShopProcesses(given: ShopProcessesOptions): Promise<ShopProcesses> {
  const { options, server, dataDir, history, counts, tell } = given;
  const port = await freePort();
  let armed = false;
  const shop = keepProcess({
    name: 'shop',
    dataDir,
    port,
    environment: {
      NODE_ENV: 'test',
      DATABASE_URL: server.url,
      SECRET_KEY: secretKey,
      DATABASE_POOL: '4',
      UNPAID_ORDER_MINUTES: '1',
      PAYMENT_MINUTES: '2',
      INVARIANTS_EVERY_MINUTES: '0',
      LOG_LEVEL: options.verbose ? 'error' : 'fatal',
    },
    crashAt: (life) => (armed ? crashAt(options.seed, serviceNames, 0, life) : null),
    excused: () => !server.isUp(),
    onDeath(death, told) {
      counts.deaths.set(death, (counts.deaths.get(death) ?? 0) + 1);
      if (death === 'crash point')
        counts.points.set(told.split('@')[0]!, (counts.points.get(told.split('@')[0]!) ?? 0) + 1);
      if (death === 'by itself') history.violations.push(`a process ended by itself, ${told}`);
      tell(`the shop's process died: ${death} ${told}`);
    },
  });
  await shop.whenUp();
  return {
    processes: [shop],
    originOf: () => `http://127.0.0.1:${port}`,
    whenUp: shop.whenUp,
    arm: () => {
      armed = true;
    },
    async calm() {
      await shop.calm();
      await shop.whenUp();
    },
    nameOf: ({ kind }) => (kind === 'kill' || kind === 'stop' ? 'shop' : ''),
    end: shop.end,
  };
}
