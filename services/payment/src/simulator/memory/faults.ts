import type { DialectName } from '../http/dialect.ts';

/** What goes wrong on demand: for one payment, one gateway or all, so many times or until it is taken back. */
export interface Fault {
  /** The gateway, one of its operations, or one payment by any of its names; without them: everything. */
  gateway?: DialectName | 'sandbox';
  operation?: string;
  payment?: string;
  /** Each webhook is sent so many times more. */
  duplicate?: number;
  /** A webhook's first try waits. */
  delayMs?: number;
  /** The webhooks of a payment are sent newest first. */
  reorder?: boolean | number;
  /** So many tries are lost on the way; the gateway repeats them as unanswered. */
  dropFirst?: number;
  badSignature?: boolean | number;
  /** A webhook is signed as of so long ago. */
  staleBySec?: number;
  /** A webhook's amount is changed after it was signed. */
  tamperBody?: boolean | number;
  /** The API answers so, having done nothing. */
  respond?: { status: number; times: number };
  /** The API does as it was asked, and the answer is lost. */
  timeoutAfterCommit?: boolean | number;
  /** The API takes so long. */
  slowMs?: number;
  /** A refund of less than all is accepted, and fails later. */
  partialRefundFail?: boolean | number;
  /** A refund is pending so long. */
  refundDelayMs?: number;
}

export interface Subject {
  gateway: string;
  operation?: string;
  /** What the payment is called: all its names, or those of them that a fault is set for. */
  names: readonly string[];
}

type Switch = 'reorder' | 'badSignature' | 'tamperBody' | 'timeoutAfterCommit' | 'partialRefundFail' | 'dropFirst';
type Amount = 'duplicate' | 'delayMs' | 'staleBySec' | 'slowMs' | 'refundDelayMs';

export interface Faults {
  add(fault: Fault): number;
  list(): Array<Fault & { id: number }>;
  /** The payments that a fault is set for at this gateway. */
  payments(gateway: string): string[];
  clear(): void;
  /** True while the switch is on; one that is a number is on so many times. */
  strikes(name: Switch, subject: Subject): boolean;
  amount(name: Amount, subject: Subject): number;
  /** The status to answer instead of doing anything. */
  response(subject: Subject): number | null;
}

/** As a word of its own: a payment `a1` is not spoken of where `a10` is. */
export function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + name.length])) return true;
  }
  return false;
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9]/.test(character);

export function openFaults(): Faults {
  const faults: Array<Fault & { id: number }> = [];
  let ids = 0;

  const of = (subject: Subject) =>
    faults.filter(
      ({ gateway, operation, payment }) =>
        (gateway === undefined || gateway === subject.gateway) &&
        (operation === undefined || operation === subject.operation) &&
        (payment === undefined || subject.names.includes(payment)),
    );

  return {
    add(fault) {
      ids += 1;
      faults.push({ ...structuredClone(fault), id: ids });
      return ids;
    },
    list: () => structuredClone(faults),
    payments: (of) =>
      faults.flatMap(({ gateway = of, payment }) => (gateway === of && payment !== undefined ? [payment] : [])),
    clear() {
      faults.length = 0;
    },
    strikes(name, subject) {
      for (const fault of of(subject)) {
        const left = fault[name];
        if (left === true) return true;
        if (typeof left === 'number' && left > 0) {
          fault[name] = left - 1;
          return true;
        }
      }
      return false;
    },
    amount: (name, subject) =>
      of(subject)
        .map((fault) => fault[name] ?? 0)
        .reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0),
    response(subject) {
      const fault = of(subject).find(({ respond }) => respond && respond.times > 0);
      if (!fault) return null;
      fault.respond!.times -= 1;
      return fault.respond!.status;
    },
  };
}
