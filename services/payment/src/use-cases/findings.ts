/** What a person has to look at: listed, and closed with a note of what was done. */
import type { Static } from 'typebox';
import { formatMoney } from '#contracts/common/money.ts';
import {
  type Finding,
  type FindingPage,
  type FindingQuery,
  gatewayAliases,
  type ResolveFinding,
} from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { PaymentService } from '../base.ts';
import { cursorOf, placeOf } from '../domain/list-place.ts';
import { closeFinding, type FindingRow, findingById, listFindings as listRows } from '../store/findings.ts';
import { auditedFinding } from './payment-events.ts';

export async function listFindings(
  { database }: PaymentService,
  { query }: { query: Static<typeof FindingQuery> },
): Promise<FindingPage> {
  const { state, kind, gateway } = query;
  const name = gateway?.toLowerCase();
  const filter = { state, kind, gateway: name && (gatewayAliases.get(name) ?? name) };
  const rows = await listRows(database.kysely, { ...filter, ...placeOf(query), limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items: items.map(viewOf), nextCursor: rows.length > query.limit && last ? cursorOf(last.id) : null };
}

export async function resolveFinding(
  service: PaymentService,
  { params, body }: { params: { id: number }; body: Static<typeof ResolveFinding> },
  context: Context,
): Promise<Finding> {
  await service.database.tx(async (tx) => {
    const finding = await findingById(tx, params.id);
    if (!finding) throw problem('payment.not_found');
    if (finding.kind === 'held') {
      throw problem('payment.bad_transition', { detail: 'Decide on the payment: POST /payments/{id}/resolve.' });
    }
    const closed = await closeFinding(tx, params.id, { note: body.note, resolvedBy: callerOf(context).userId });
    if (!closed) throw problem('payment.bad_transition', { detail: 'It was closed before.' });
    const told = { ...finding, note: body.note };
    await service.outbox.emit(tx, [auditedFinding('payment.finding_resolved', told, context.requestId, context)]);
  });
  return viewOf((await findingById(service.database.kysely, params.id))!);
}

const viewOf = (row: FindingRow): Finding => ({
  id: row.id,
  gateway: row.gateway,
  kind: row.kind,
  state: row.state,
  summary: row.summary,
  paymentId: row.payment_id,
  orderId: row.order_id,
  gatewayReference: row.gateway_ref,
  amount: row.amount_minor === null || row.currency === null ? null : formatMoney(row.amount_minor, row.currency),
  currency: row.currency,
  note: row.note,
  foundAt: row.found_at.toISOString(),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
});
