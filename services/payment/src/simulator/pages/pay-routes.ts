/** The pages of the simulator outside the shop: one for each payment, whatever gateway is played. */
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../pages/layout.ts';
import type { Payment } from '../core/payment.ts';
import { statusAt } from '../core/payment.ts';
import type { Dialect } from '../http/dialect.ts';
import { closedPage, endedPage, type PayPageFacts, payPage } from './pay-page.ts';
import { actions, type Visit, visit } from './visit.ts';

export function servePages(app: FastifyInstance, dialects: readonly Dialect[], shopName: string): void {
  async function find(token: string): Promise<{ dialect: Dialect; payment: Payment } | null> {
    for (const dialect of dialects) {
      const payment = await dialect.store.find('token', token);
      if (payment) return { dialect, payment };
    }
    return null;
  }

  function factsOf(dialect: Dialect, payment: Payment): PayPageFacts {
    const back = dialect.wayBack(payment, 'leave');
    const ways = (['approve', 'cancel', 'leave'] as const).map((decision) => dialect.wayBack(payment, decision));
    return {
      shopName,
      amount: dialect.amountText(payment),
      description: payment.description,
      expiresAt: payment.expiresAt,
      methods: dialect.methodsOf(payment),
      chosen: payment.method,
      failure: payment.failureReason,
      formOrigins: ways.filter((way) => way !== null).map((way) => new URL(way).origin),
      returnUrl: back,
    };
  }

  function pageOf(dialect: Dialect, payment: Payment) {
    const status = statusAt(payment, dialect.books.now());
    const facts = factsOf(dialect, payment);
    return status === 'open' ? payPage(facts) : endedPage(status, facts);
  }

  app.get<{ Params: { token: string } }>('/pay/:token', async (request, reply) => {
    const found = await find(request.params.token);
    if (!found) return reply.code(404).send('There is no such payment.');
    return sendPage(reply, pageOf(found.dialect, found.payment));
  });

  app.post<{ Params: { token: string } }>('/pay/:token', async (request, reply) => {
    const found = await find(request.params.token);
    if (!found) return reply.code(404).send('There is no such payment.');
    const wish = visitOf(request.body, request.headers['content-type']);
    if (!wish) return reply.code(422).send('This is none of the choices.');
    const { dialect } = found;
    const { decision, done, closed } = await visit(dialect.books, found.payment, wish);
    const payment = (await find(request.params.token))!.payment;
    if (!done) return sendPage(reply.code(409), pageOf(dialect, payment));
    if (closed) return sendPage(reply, closedPage(factsOf(dialect, payment)));
    const way = dialect.wayBack(payment, decision);
    if (way === null) return sendPage(reply, pageOf(dialect, payment));
    return reply.code(303).header('location', way).header('cache-control', 'no-store').send();
  });
}

/** A form from the page, or JSON from a program. */
function visitOf(body: unknown, type = ''): Visit | null {
  if (!Buffer.isBuffer(body)) return null;
  const text = body.toString('utf8');
  let fields: Record<string, unknown>;
  try {
    fields = /json/i.test(type)
      ? (JSON.parse(text) as Record<string, unknown>)
      : Object.fromEntries(new URLSearchParams(text));
  } catch {
    return null;
  }
  const { action, method, upi } = fields ?? {};
  if (!actions.some((known) => known === action)) return null;
  if (![method, upi].every((field) => field === undefined || typeof field === 'string')) return null;
  // A name at a bank, never a number.
  if (typeof upi === 'string' && !/^[a-z]{2,20}@[a-z]{2,20}$/.test(upi)) return null;
  if (typeof method === 'string' && !/^[a-z_]{2,20}$/.test(method)) return null;
  return { action, method, upi } as Visit;
}
