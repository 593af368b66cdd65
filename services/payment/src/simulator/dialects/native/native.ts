/** The simulator's own tongue, which the `sandbox` gateway speaks: small JSON, no translation in between. */
import Type from 'typebox';
import { exponentOf } from '#contracts/common/money.ts';
import type { NewPayment } from '../../core/payment.ts';
import { knownPayment, Refused } from '../../core/payments.ts';
import { type Answer, type Call, type Dialect, Refusal, type World } from '../../http/dialect.ts';
import { isJson, jsonOf } from '../../http/json.ts';
import { type Shape, shape } from '../../http/shape.ts';
import { memoryBooks } from '../../memory/books.ts';
import { giveBack } from '../../memory/refunds.ts';
import { amountForPeople } from '../amounts.ts';
import { timedSignature } from '../timed-signature.ts';
import { nativeApi, nativeRefund } from './api.ts';
import { nativeHabits, nativeIds, nativeNews, SIGNATURE_HEADER } from './habits.ts';

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const closed = { additionalProperties: false };
const minor = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });
const time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?Z$' });

const newPayment = shape(
  Type.Object(
    {
      reference: text(40),
      description: Type.String({ maxLength: 200 }),
      amountMinor: minor,
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
      method: Type.Union([text(50), Type.Null()]),
      returnUrl: Type.String({ pattern: '^https?://', maxLength: 2_000 }),
      expiresAt: time,
    },
    closed,
  ),
);
const newRefund = shape(Type.Object({ key: text(60), amountMinor: minor }, closed));
const nothing = shape(Type.Object({}, closed));
const between = shape(
  Type.Object({ from: time, to: time, after: Type.Optional(Type.String({ pattern: '^\\d{1,9}$' })) }, closed),
);

const statusOf: Readonly<Record<Refused['reason'], number>> = {
  reference_used: 422,
  not_found: 404,
  too_much: 422,
  key_used: 422,
};

const no = (status: number, code: string, message: string) =>
  new Refusal({ status, body: { error: { code, message } } });

function checked<T>(value: unknown, by: Shape): T {
  const fault = value === null ? { kind: 'wrong', path: ['body'] } : by.fault(value);
  if (fault) throw no(422, `${fault.kind}_field`, `${fault.path.join('.')} is ${fault.kind}.`);
  return value as T;
}

export function nativeDialect(world: World): Dialect {
  const { secrets } = world;
  const { books, store } = memoryBooks(world, nativeHabits, nativeIds(world.random.text), () => dialect);

  const bodyOf = <T>(call: Call, by: Shape): T => checked<T>(isJson(call) ? jsonOf(call) : null, by);
  const api = nativeApi(books, world.pageOf);

  /** What the core refuses, in this dialect's words. */
  async function answered(status: number, work: () => Promise<unknown>): Promise<Answer> {
    try {
      return { status, body: await work() };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw no(statusOf[error.reason], error.reason, error.message);
    }
  }

  const dialect: Dialect = {
    name: 'native',
    prefixes: ['/native'],
    books,
    store,
    guard(call) {
      if (call.headers.authorization !== `Bearer ${secrets.native.apiKey}`) {
        throw no(401, 'unauthorised', 'This needs the API key of the simulator.');
      }
    },
    refuse: (status) => ({
      status,
      body: { error: { code: `http_${status}`, message: 'This call was not answered.' } },
    }),
    routes: [
      {
        method: 'POST',
        path: '/payments',
        operation: 'create',
        handle: (call) =>
          answered(201, async () => {
            const input = bodyOf<Omit<NewPayment, 'expiresAt'> & { expiresAt: string }>(call, newPayment);
            return api.create({ ...input, expiresAt: new Date(input.expiresAt) });
          }),
      },
      {
        method: 'GET',
        path: '/payments',
        operation: 'list',
        handle: (call) =>
          answered(200, async () => {
            const query = checked<{ from: string; to: string; after?: string }>(
              Object.fromEntries(call.query),
              between,
            );
            const page = await store.between(new Date(query.from), new Date(query.to), Number(query.after ?? 0));
            const items = await Promise.all(page.map(({ id }) => api.get(id)));
            return { items, next: page.at(-1)?.seq ?? null };
          }),
      },
      {
        method: 'GET',
        path: '/payments/:id',
        operation: 'get',
        handle: (call) => answered(200, () => api.get(call.params.id!)),
      },
      {
        method: 'POST',
        path: '/payments/:id/cancel',
        operation: 'cancel',
        handle: (call) =>
          answered(200, async () => {
            bodyOf(call, nothing);
            return api.cancel(call.params.id!);
          }),
      },
      {
        method: 'POST',
        path: '/payments/:id/refunds',
        operation: 'refund',
        handle: (call) =>
          answered(201, async () => {
            const { key, amountMinor } = bodyOf<{ key: string; amountMinor: number }>(call, newRefund);
            const payment = await knownPayment(books, call.params.id!);
            return nativeRefund(await giveBack(world, dialect, { payment, key, amountMinor }));
          }),
      },
    ],
    events: (news) => nativeNews(news, `evt_${world.random.text(32, 'hex')}`),
    webhookHeaders: (_event, body, { at, forged }) => ({
      [SIGNATURE_HEADER]: timedSignature(forged ? 'of somebody else' : secrets.native.webhookSecret, at, body),
    }),
    namesOf: (payment) => [payment.id, payment.reference, ...(payment.captureId === null ? [] : [payment.captureId])],
    amountIn: ({ amountMinor }) => String(amountMinor),
    amountText: ({ amountMinor, currency }) => amountForPeople(amountMinor, exponentOf(currency), currency),
    methodsOf: () => ['card', 'upi', 'netbanking'],
    refundDetails: {},
    wayBack: (payment) => payment.returnUrl,
  };
  return dialect;
}
