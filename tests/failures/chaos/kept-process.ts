/** A process of the shop that is started again whenever it dies, each life with its own crash point. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { launchShop, type ShopProcess } from '../../shop-process.ts';

export type Death = 'killed' | 'stopped' | 'crash point' | 'by itself';

export interface KeptProcess {
  name: string;
  /** For people: which life of it this is, whether it is up and since when, and what it said last where it is not. */
  state(): string;
  /** The lines of its log that hold a word. */
  said(word: string): string[];
  /** Resolves when it answers. */
  whenUp(): Promise<void>;
  /** `kill -9` now; it stays away for a moment. Does nothing while it is down anyway. */
  kill(awayMs: number): Promise<boolean>;
  /** SIGTERM: it may finish what it does. */
  stop(awayMs: number): Promise<boolean>;
  /** From now on its lives have no crash point and a right clock; the present one is ended otherwise. */
  calm(): Promise<void>;
  /** For good. */
  end(): Promise<void>;
}

export interface KeptOptions {
  name: string;
  dataDir: string;
  port: number;
  environment: Record<string, string>;
  crashAt: (life: number) => string | null;
  /** `by@after`, in ms: how this life's clock jumps. */
  clockOf: (life: number) => string | null;
  /** Whether dying at the start is excused: the database is away. */
  excused: () => boolean;
  onUp: () => void;
  onDeath: (death: Death, told: string) => void;
}

const ODD_CLOCK = `--import=${new URL('odd-clock.ts', import.meta.url)}`;
const STOP_LIMIT_MS = 20_000;

export function keepProcess(options: KeptOptions): KeptProcess {
  let running: ShopProcess | undefined;
  let armed: string | null = null;
  let life = 0;
  let calm = false;
  let ending = false;
  let awayMs = 0;
  let meant: Death | null = null;
  let up = Promise.withResolvers<void>();
  let since = performance.now();
  let isUp = false;
  let isOdd = false;

  const lives = (async () => {
    while (!ending) {
      armed = calm ? null : options.crashAt(life);
      const clock = calm ? null : options.clockOf(life);
      isOdd = clock !== null;
      life += 1;
      await live(clock);
      await pause(awayMs);
      awayMs = 0;
    }
  })();

  async function live(clock: string | null): Promise<void> {
    const { dataDir, port, environment } = options;
    const crash: Record<string, string> = armed === null ? {} : { HAAT_CRASH_AT: armed };
    const odd: Record<string, string> = clock === null ? {} : { ODD_CLOCK: clock, NODE_OPTIONS: ODD_CLOCK };
    const launched = launchShop({ dataDir, port, environment: { ...environment, ...crash, ...odd } });
    running = launched;
    since = performance.now();
    const isOpen = await launched.ready.then(
      () => true,
      () => false,
    );
    if (isOpen) {
      up.resolve();
      options.onUp();
    }
    isUp = isOpen;
    const { code, output, errors } = await launched.ended;
    running = undefined;
    isUp = false;
    since = performance.now();
    // Who waits goes on waiting when it died before it was open.
    if (isOpen) up = Promise.withResolvers();
    if (meant !== null) report(meant, '');
    else if (code === null && armed !== null) report('crash point', armed);
    // Without its database it does not start.
    else if (isOpen || !options.excused()) report('by itself', `code ${code}: ${output}${errors}`.slice(-2_000));
    if (!isOpen) await pause(200);
  }

  function report(death: Death, told: string): void {
    meant = null;
    if (!ending) options.onDeath(death, told);
  }

  async function signal(name: 'SIGKILL' | 'SIGTERM', death: Death, away: number): Promise<boolean> {
    const victim = running;
    if (!victim || meant !== null) return false;
    meant = death;
    awayMs = away;
    victim.signal(name);
    const overdue = setTimeout(() => victim.signal('SIGKILL'), STOP_LIMIT_MS);
    await victim.ended;
    clearTimeout(overdue);
    return true;
  }

  return {
    name: options.name,
    state() {
      const forS = ((performance.now() - since) / 1_000).toFixed(1);
      const how = !running ? 'down' : isUp ? 'up' : 'starting';
      const told = running && !isUp ? `: ${running.output().slice(-500)}` : '';
      const ending = meant === null ? '' : `, being ${meant}`;
      const usedS = running ? processorS(running.pid).toFixed(1) : 0;
      return `life ${life}, ${how} for ${forS} s with ${usedS} s of processor, armed at ${armed ?? 'nothing'}${ending}${told}`;
    },
    said(word) {
      const lines = running?.output().split('\n') ?? [];
      return lines.filter((line) => line.includes(word));
    },
    async whenUp() {
      await up.promise;
    },
    kill: (away) => signal('SIGKILL', 'killed', away),
    stop: (away) => signal('SIGTERM', 'stopped', away),
    async calm() {
      calm = true;
      if (armed !== null || isOdd) await signal('SIGKILL', 'killed', 0);
    },
    async end() {
      ending = true;
      calm = true;
      running?.signal('SIGTERM');
      await lives;
    },
  };
}

/** How long it has computed: little of it in a long time is a machine that has no time for it. */
function processorS(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
