/**
 * Our payments of a period beside the gateway's list of it. What agrees is marked; what differs is asked for one by one
 * and settled on the same road as everything else, which repairs what is safe; the rest is written down for a person.
 * A gateway without a list is asked for each of our attempts. May run twice, at once too.
 */
import type { PaymentService } from '../base.ts';
import { agrees } from '../domain/compare.ts';
import type { ListedPayment, PaymentGateway } from '../providers/gateway.ts';
import type { PaymentRow } from '../store/payments.ts';
import { attemptsOf, paymentsNamed } from '../store/reconciled.ts';
import { bookedOf, checkPayment } from './check-payment.ts';
import { confirmPayments } from './confirm-payments.ts';
import { recordFinding } from './record-finding.ts';

export interface Wish {
  gateway: PaymentGateway;
  from: Date;
  /** Exclusive. */
  to: Date;
  requestId: string;
}

export interface Reconciled {
  gateway: string;
  /** Lines of the gateway's list, and payments of ours that it does not hold. */
  checked: number;
  agreed: number;
  repaired: string[];
  /** For a person: found now, or earlier and not closed yet. */
  findings: string[];
  /** Could not be asked for, because the gateway did not answer. */
  unanswered: number;
}

interface Course extends Reconciled {
  seen: Set<number>;
  agreeing: Set<number>;
  suspects: Map<number, PaymentRow>;
}

const PAGE = 500;
const AT_ONCE = 5;

export async function reconcile(service: PaymentService, wish: Wish): Promise<Reconciled> {
  const course: Course = {
    gateway: wish.gateway.name,
    checked: 0,
    agreed: 0,
    repaired: [],
    findings: [],
    unanswered: 0,
    seen: new Set(),
    agreeing: new Set(),
    suspects: new Map(),
  };
  if (wish.gateway.list) await compareList(service, wish, course);
  await compareOurs(service, wish, course);
  await askForSuspects(service, wish, course);
  for (const ids of chunksOf([...course.agreeing], PAGE)) await confirmPayments(service, ids, wish.requestId);
  course.agreed = course.agreeing.size - course.repaired.length;
  const { seen: _seen, agreeing: _agreeing, suspects: _suspects, ...result } = course;
  return result;
}

async function compareList(service: PaymentService, { gateway, from, to, requestId }: Wish, course: Course) {
  let page: ListedPayment[] = [];
  const compare = async () => {
    const lines = page;
    page = [];
    await comparePage(service, gateway, lines, requestId, course);
  };
  for await (const line of gateway.list!(from, to)) {
    page.push(line);
    if (page.length === PAGE) await compare();
  }
  await compare();
}

async function comparePage(
  service: PaymentService,
  { name }: PaymentGateway,
  lines: readonly ListedPayment[],
  requestId: string,
  course: Course,
): Promise<void> {
  course.checked += lines.length;
  const ours = await paymentsNamed(service.database.kysely, name, {
    gatewayRefs: lines.flatMap(({ gatewayRef }) => gatewayRef ?? []),
    paymentRefs: lines.flatMap(({ paymentRef }) => paymentRef ?? []),
    references: lines.flatMap(({ reference }) => reference ?? []),
  });
  const find = finder(ours);
  for (const line of lines) {
    const payment = find(line);
    if (payment) compareLine(payment, line, course);
    else if (line.paid !== null) await noteUnknown(service, name, line, requestId, course);
  }
}

/** By any of the names. A line of another try, or of a second payment under our reference, is not our payment. */
function finder(ours: readonly PaymentRow[]): (line: ListedPayment) => PaymentRow | undefined {
  const by = (name: (payment: PaymentRow) => string | null) =>
    new Map(ours.map((payment) => [name(payment), payment] as const));
  const byPage = by(({ gateway_ref }) => gateway_ref);
  const byMoney = by(({ gateway_payment_ref }) => gateway_payment_ref);
  const byReference = by(({ reference }) => reference);
  return ({ gatewayRef, paymentRef, reference, paid }) => {
    const payment = byMoney.get(paymentRef ?? '') ?? byPage.get(gatewayRef ?? '') ?? byReference.get(reference ?? '');
    const money = payment?.gateway_payment_ref ?? null;
    const other = money !== null && paymentRef !== null && money !== paymentRef;
    return other && paid !== null ? undefined : payment;
  };
}

function compareLine(payment: PaymentRow, line: ListedPayment, course: Course): void {
  const money = payment.gateway_payment_ref;
  // A try that failed before the one that succeeded.
  if (line.paid === null && line.refundedMinor === null && money !== null && line.paymentRef !== money) return;
  course.seen.add(payment.id);
  if (!agrees(bookedOf(payment), line)) course.suspects.set(payment.id, payment);
  else if (payment.captured_minor > 0) course.agreeing.add(payment.id);
}

async function noteUnknown(
  service: PaymentService,
  gateway: string,
  line: ListedPayment,
  requestId: string,
  course: Course,
): Promise<void> {
  const name = line.paymentRef ?? line.gatewayRef;
  const { minor, currency } = line.paid!;
  const summary = `The gateway has ${name} over ${minor} ${currency}, and nothing of it is known here.`;
  const details = { reference: line.reference, gatewayRef: line.gatewayRef };
  const state = await recordFinding(
    service,
    service.database.kysely,
    {
      gateway,
      kind: 'unknown_here',
      key: String(name),
      payment: null,
      gatewayRef: name,
      amountMinor: minor,
      currency,
      summary,
      details,
    },
    requestId,
  );
  if (state === 'open') course.findings.push(summary);
}

/** Money of ours that the list does not hold; without a list each attempt, since late money would be told by nobody. */
async function compareOurs(service: PaymentService, { gateway, from, to }: Wish, course: Course): Promise<void> {
  const captured = gateway.list !== undefined;
  for (let after = 0; ; ) {
    const page = await attemptsOf(
      service.database.kysely,
      { gateway: gateway.name, from, to },
      { captured, after, limit: PAGE },
    );
    for (const payment of page) {
      if (course.seen.has(payment.id)) continue;
      course.checked += 1;
      course.suspects.set(payment.id, payment);
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

async function askForSuspects(service: PaymentService, { gateway, requestId }: Wish, course: Course): Promise<void> {
  const waiting = [...course.suspects.values()];
  const work = async () => {
    for (let payment = waiting.shift(); payment; payment = waiting.shift()) {
      const checked = await checkPayment(service, gateway, payment, requestId);
      if (checked.outcome === 'repaired' || (checked.outcome === 'agrees' && checked.captured)) {
        course.agreeing.add(payment.id);
      } else {
        course.agreeing.delete(payment.id);
      }
      if (checked.outcome === 'repaired') course.repaired.push(checked.summary);
      if (checked.outcome === 'differs') course.findings.push(checked.summary);
      if (checked.outcome === 'unanswered') course.unanswered += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
