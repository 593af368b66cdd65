/**
 * The webhooks of the simulator: sent at once, repeated at growing gaps while nobody takes them, given up after so many
 * tries or so long, and only ever sent to this machine.
 */
import { Agent, request } from 'undici';
import type { SimulatedClock } from './clock.ts';
import type { Faults, Subject } from './faults.ts';

export interface WireEvent {
  id: string;
  type: string;
  body: string;
}

export interface NewDelivery extends WireEvent {
  gateway: string;
  /** The payment, by each of its names. */
  names: readonly string[];
  amount: string;
  /** Null: nobody listens. */
  url: string | null;
  takes(status: number): boolean;
  headers(body: Buffer, stamp: { at: Date; forged: boolean }): Record<string, string>;
}

export interface Try {
  at: Date;
  status: number | null;
  error: string | null;
}

export interface Delivery extends Omit<NewDelivery, 'headers' | 'takes'> {
  number: number;
  state: 'waiting' | 'delivered' | 'unsent' | 'given_up';
  tries: Try[];
  createdAt: Date;
}

export interface Deliveries {
  queue(delivery: NewDelivery): void;
  /** Of one payment, or all. */
  list(payment?: string): Delivery[];
  /** Once more, now, whatever became of it; answers the try. */
  redeliver(number: number): Promise<Try | null>;
  close(): Promise<void>;
}

export interface DeliveryOptions {
  clock: SimulatedClock;
  faults: Faults;
  /** Between one try and the next; as many tries as there are gaps, and one. */
  retryGapsMs?: readonly number[];
}

const GAPS_MS = [500, 2_000, 5_000, 15_000, 60_000, 300_000];
const LONGEST_MS = 24 * 3_600_000;
const TIMEOUT_MS = 10_000;
/** How long a webhook is held for the next of its payment, when they are to change places. */
const REORDER_MS = 300;

export function openDeliveries({ clock, faults, retryGapsMs = GAPS_MS }: DeliveryOptions): Deliveries {
  const agent = new Agent({ connections: 32, connect: { timeout: 2_000 } });
  const all: Array<Delivery & Pick<NewDelivery, 'headers' | 'takes'>> = [];
  const held = new Map<string, Array<(typeof all)[number]>>();
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const subjectOf = ({ gateway, names }: Delivery): Subject => ({ gateway, operation: 'webhook', names });

  async function post(delivery: (typeof all)[number]): Promise<Try> {
    const subject = subjectOf(delivery);
    const at = clock.realNow();
    if (faults.strikes('dropFirst', subject)) return { at, status: null, error: 'dropped on the way' };
    const stamp = {
      at: new Date(at.getTime() - faults.amount('staleBySec', subject) * 1_000),
      forged: faults.strikes('badSignature', subject),
    };
    const headers = delivery.headers(Buffer.from(delivery.body), stamp);
    const body = faults.strikes('tamperBody', subject) ? tampered(delivery) : delivery.body;
    try {
      const response = await request(delivery.url!, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body.dump();
      return { at, status: response.statusCode, error: null };
    } catch (error) {
      return { at, status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  function attempt(delivery: (typeof all)[number]): Promise<Try> {
    const sending = post(delivery).then((tried) => {
      delivery.tries.push(tried);
      if (tried.status !== null && delivery.takes(tried.status)) delivery.state = 'delivered';
      return tried;
    });
    running.add(sending);
    void sending.then(() => running.delete(sending));
    return sending;
  }

  /** The copies of a fault do not count as tries of their own. */
  async function send(delivery: (typeof all)[number]): Promise<void> {
    if (closed) return;
    const copies = faults.amount('duplicate', subjectOf(delivery));
    await Promise.all([attempt(delivery), ...Array.from({ length: copies }, () => attempt(delivery))]);
    if (delivery.state !== 'waiting') return;
    const round = rounds.get(delivery.number) ?? 0;
    rounds.set(delivery.number, round + 1);
    const gap = retryGapsMs[round];
    const next = new Date(clock.now().getTime() + (gap ?? 0));
    if (gap === undefined || next.getTime() - delivery.createdAt.getTime() > LONGEST_MS) delivery.state = 'given_up';
    else clock.at(next, () => send(delivery));
  }
  const rounds = new Map<number, number>();

  function hold(delivery: (typeof all)[number]): void {
    const key = `${delivery.gateway} ${delivery.names[0]}`;
    const waiting = held.get(key);
    if (waiting) {
      waiting.push(delivery);
      return;
    }
    held.set(key, [delivery]);
    clock.at(new Date(clock.now().getTime() + REORDER_MS), async () => {
      const together = held.get(key) ?? [];
      held.delete(key);
      for (const one of together.reverse()) await send(one);
    });
  }

  return {
    queue(input) {
      if (input.url !== null && !isLoopback(input.url))
        throw new Error(`Webhooks go to this machine only: ${input.url}`);
      const delivery = {
        ...input,
        number: all.length + 1,
        state: input.url === null ? ('unsent' as const) : ('waiting' as const),
        tries: [],
        createdAt: clock.now(),
      };
      all.push(delivery);
      if (input.url === null) return;
      const subject = subjectOf(delivery);
      const delayMs = faults.amount('delayMs', subject);
      if (faults.strikes('reorder', subject)) hold(delivery);
      else if (delayMs > 0) clock.at(new Date(clock.now().getTime() + delayMs), () => send(delivery));
      else void send(delivery);
    },
    list: (payment) =>
      all
        .filter(({ names }) => payment === undefined || names.includes(payment))
        .map(({ headers: _, takes: __, ...delivery }) => structuredClone(delivery)),
    async redeliver(number) {
      const delivery = all[number - 1];
      return delivery?.url ? attempt(delivery) : null;
    },
    async close() {
      closed = true;
      await agent.destroy();
      await Promise.all(running);
    },
  };
}

/** Ten times the money, or one space more where the body names none. */
function tampered({ body, amount }: Delivery): string {
  const changed = body.replace(new RegExp(`\\b${amount.replaceAll('.', '\\.')}\\b`, 'g'), amount.replace(/^\d/, '9'));
  return changed === body ? `${body} ` : changed;
}

export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
