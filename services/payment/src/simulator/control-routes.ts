/** The desk over HTTP, for programs in another process: `/__sandbox/…`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { Refused } from './core/payments.ts';
import { type Desk, UnknownPayment } from './desk.ts';
import { type DialectName, dialectNames, dialectOf } from './http/dialect.ts';
import { shape } from './http/shape.ts';
import { isLoopback } from './memory/deliveries.ts';
import type { Fault } from './memory/faults.ts';

const closed = { additionalProperties: false };
const optional = Type.Optional;
const count = Type.Integer({ minimum: 0, maximum: 1_000 });
const ms = Type.Integer({ minimum: 0, maximum: 600_000 });
const often = Type.Union([Type.Boolean(), count]);
const name = Type.String({ minLength: 1, maxLength: 200 });
const gateway = Type.Union([...dialectNames, 'sandbox'].map((known) => Type.Literal(known)));

const faultFields = Type.Object(
  {
    gateway: optional(gateway),
    operation: optional(name),
    payment: optional(name),
    duplicate: optional(Type.Integer({ minimum: 0, maximum: 20 })),
    delayMs: optional(ms),
    reorder: optional(often),
    dropFirst: optional(count),
    badSignature: optional(often),
    staleBySec: optional(Type.Integer({ minimum: -86_400, maximum: 86_400 })),
    tamperBody: optional(often),
    respond: optional(Type.Object({ status: Type.Integer({ minimum: 400, maximum: 599 }), times: count }, closed)),
    timeoutAfterCommit: optional(often),
    slowMs: optional(ms),
    partialRefundFail: optional(often),
    refundDelayMs: optional(ms),
  },
  closed,
);
const decision = Type.Union(['approve', 'decline', 'cancel', 'delay', 'leave'].map((choice) => Type.Literal(choice)));

export function serveControl(app: FastifyInstance, desk: Desk, hooks: Map<string, string>): void {
  function post<T>(path: string, fields: TSchema, work: (input: T, request: FastifyRequest) => unknown): void {
    const checks = shape(fields);
    app.post(`/__sandbox${path}`, async (request, reply) => {
      // Asked for by name, so that no page in a browser can send it unasked.
      if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
        return refuse(reply, 415, 'Send application/json.');
      }
      const input = parsed(request.body);
      const fault = input === undefined ? { kind: 'wrong', path: ['body'] } : checks.fault(input);
      if (fault) return refuse(reply, 422, `${fault.path.join('.')} is ${fault.kind}.`);
      try {
        return reply.send((await work(input as T, request)) ?? { ok: true });
      } catch (error) {
        if (error instanceof UnknownPayment) return refuse(reply, 404, error.message);
        if (error instanceof Refused) return refuse(reply, 409, error.message);
        throw error;
      }
    });
  }
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

  post<Fault>('/faults', faultFields, (fault) => ({ id: desk.faults(fault) }));
  app.get('/__sandbox/faults', async () => ({ items: desk.listFaults() }));
  app.delete('/__sandbox/faults', async () => {
    desk.clearFaults();
    return { ok: true };
  });
  app.get<{ Querystring: { payment?: string } }>('/__sandbox/deliveries', async ({ query }) => ({
    items: desk.deliveries(query.payment),
  }));
  post('/deliveries/:id/redeliver', Type.Object({}, closed), async (_, request) => {
    const tried = await desk.redeliver(Number(idOf(request)));
    if (!tried) throw new UnknownPayment('There is no such delivery, or nobody listens for it.');
    return tried;
  });
  post<{ ms: number }>(
    '/clock/advance',
    Type.Object({ ms: Type.Integer({ minimum: 0, maximum: 31_536_000_000 }) }, closed),
    ({ ms: by }) => desk.advance(by),
  );
  post<{ gateway: DialectName | 'sandbox'; url: string }>(
    '/webhooks',
    Type.Object({ gateway, url: name }, closed),
    ({ gateway: of, url }) => {
      if (!isLoopback(url)) throw new UnknownPayment('Webhooks go to this machine only.');
      hooks.set(dialectOf(of), url);
    },
  );
  app.get(
    '/__sandbox/payments/:id',
    async (request, reply) => desk.find(idOf(request)) ?? refuse(reply, 404, 'Unknown.'),
  );
  post<{ decision: Parameters<Desk['pay']>[1]; method?: string; late?: boolean }>(
    '/payments/:id/pay',
    Type.Object({ decision, method: optional(name), late: optional(Type.Boolean()) }, closed),
    ({ decision: choice, ...options }, request) => desk.pay(idOf(request), choice, options),
  );
  post<{ amountMinor?: number }>(
    '/payments/:id/refund',
    Type.Object({ amountMinor: optional(Type.Integer({ minimum: 1 })) }, closed),
    ({ amountMinor }, request) => desk.refund(idOf(request), amountMinor),
  );
  post<Parameters<Desk['alter']>[1]>(
    '/payments/:id/alter',
    Type.Object(
      { amountMinor: optional(Type.Integer({ minimum: 1 })), currency: optional(name), reference: optional(name) },
      closed,
    ),
    (change, request) => desk.alter(idOf(request), change),
  );
  post('/payments/:id/return-refunds', Type.Object({}, closed), (_, request) => desk.returnRefunds(idOf(request)));
  post('/payments/:id/forget', Type.Object({}, closed), (_, request) => desk.forget(idOf(request)));
}

const refuse = (reply: FastifyReply, status: number, error: string) => reply.code(status).send({ error });

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
