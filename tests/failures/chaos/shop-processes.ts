/** The processes of the shop under test: one, or six apart, on one database server and behind bad lines, each kept alive. */
import { join } from 'node:path';
import { ownerOf } from '#apps/server/src/proxy/owners.ts';
import { serviceNames } from '#contracts/common/services.ts';
import { freePort } from '#platform/net/ports.ts';
import { type BadLine, openBadLine } from './bad-line.ts';
import type { DatabaseServer } from './database-server.ts';
import { type Death, type KeptProcess, keepProcess } from './kept-process.ts';
import type { FailureOptions } from './options.ts';
import type { Outside } from './outside.ts';
import { clockOf, crashAt, fateOf } from './plan.ts';

export interface ShopProcesses {
  processes: readonly KeptProcess[];
  lines: ReadonlyMap<string, BadLine>;
  /** What a command of the shop is started with. */
  environment: Record<string, string>;
  originOf(method: string, path: string): string;
  /** All of them. */
  whenUp(): Promise<void>;
  /** Only from now on lives have crash points, and lines are bad. */
  arm(): void;
  /** All back to life, without crash points; all lines good. */
  calm(): Promise<void>;
  end(): Promise<void>;
}

export interface ShopProcessesOptions {
  options: FailureOptions;
  server: DatabaseServer;
  redisUrl: string | null;
  outside: Outside;
  dataDir: string;
  onUp: (name: string) => void;
  onDeath: (name: string, death: Death, told: string) => void;
}

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';

export async function openShopProcesses({
  options,
  server,
  redisUrl,
  outside,
  dataDir,
  onUp,
  onDeath,
}: ShopProcessesOptions): Promise<ShopProcesses> {
  const groups: string[][] = options.apart ? serviceNames.map((name) => [name]) : [[...serviceNames]];
  const members = await Promise.all(
    groups.flatMap((services) =>
      Array.from({ length: options.replicas }, async (_, replica) => ({ services, replica, port: await freePort() })),
    ),
  );
  let asked = 0;
  /** One of the replicas, by turns. */
  const originOfService = (service: string): string => {
    const able = members.filter(({ services }) => services.includes(service));
    asked += 1;
    return `http://127.0.0.1:${able[asked % able.length]!.port}`;
  };
  let armed = false;
  const opening = Promise.withResolvers<void>();
  const lines = new Map<string, BadLine>();
  for (const [name, service] of [['webhooks', 'payment'], ...(options.apart ? serviceNames.map((n) => [n, n]) : [])]) {
    const line = await openBadLine({
      target: () => originOfService(service!),
      fateOf: (number, path) =>
        armed ? fateOf(options.seed, name!, number, path) : { fate: 'passes' as const, lateMs: 0 },
    });
    lines.set(name!, line);
  }
  const peers = options.apart
    ? Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, lines.get(name)!.url]))
    : {};
  outside.tellAt(lines.get('webhooks')!.url);

  const environment = {
    NODE_ENV: 'test',
    DATABASE_URL: server.url,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    ...outside.settings,
    PUBLIC_URL: originOfService('integration'),
    SECRET_KEY: secretKey,
    DATA_DIR: dataDir,
    LOG_LEVEL: options.verbose ? 'error' : 'fatal',
  };
  const processes = members.map(({ services, replica, port }, index) => {
    const service = services.length === 1 ? services[0]! : 'shop';
    const name = options.replicas === 1 ? service : `${service}-${replica + 1}`;
    return keepProcess({
      name,
      dataDir: join(dataDir, name),
      port,
      environment: {
        ...environment,
        DATA_DIR: join(dataDir, name),
        SERVICES: services.join(','),
        ...peers,
        SANDBOX_WEBHOOK_URL: `${lines.get('webhooks')!.url}/payment/webhooks/sandbox`,
        DATABASE_POOL: '4',
        UNPAID_ORDER_MINUTES: '1',
        PAYMENT_MINUTES: '2',
        INVARIANTS_EVERY_MINUTES: '0',
      },
      crashAt: (life) => (armed ? crashAt(options.seed, services, index, life) : null),
      clockOf: (life) => (armed ? clockOf(options, index, life) : null),
      onUp: () => onUp(name),
      excused: () => !server.isUp(),
      onDeath(death, told) {
        if (death === 'by itself') opening.reject(new Error(`${name} does not start: ${told}`));
        onDeath(name, death, told);
      },
    });
  });
  const whenUp = async () => {
    await Promise.all(processes.map((process) => process.whenUp()));
  };
  const end = async () => {
    await Promise.all(processes.map((process) => process.end()));
    await Promise.all([...lines.values()].map((line) => line.close()));
  };
  void whenUp().then(opening.resolve);
  try {
    await opening.promise;
  } catch (error) {
    await end();
    throw error;
  }

  return {
    processes,
    lines,
    environment,
    originOf: (_method, path) => originOfService(ownerOf(path.split('?')[0]!)),
    whenUp,
    arm() {
      armed = true;
    },
    async calm() {
      for (const line of lines.values()) line.heal();
      await Promise.all(processes.map((process) => process.calm()));
      await whenUp();
    },
    end,
  };
}
