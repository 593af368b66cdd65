/** Commission rules, set by those who may; each change is audited, and orders placed before keep what held for them. */

import { percentText } from '#contracts/common/money.ts';
import type { commissionsApi as api, CommissionRule } from '#contracts/order/commissions.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { NewEvent } from '#platform/events/events.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import { afterCommit, isUniqueViolation } from '#platform/sql/database.ts';
import type { OrderService } from '../base.ts';
import { cursorOf, offsetOf, placeOf } from '../domain/cursor.ts';
import {
  type CommissionRuleRow,
  commissionRule,
  commissionRuleFor,
  commissionRulePage,
  deleteCommissionRule,
  insertCommissionRule,
  lockCommissionRule,
  updateCommissionRule,
} from '../store/commission-rules.ts';
import type { OrderTx } from './record-change.ts';

export async function listCommissionRules(
  { database }: OrderService,
  { query }: Input<typeof api.listCommissionRules>,
): Promise<Reply<typeof api.listCommissionRules>> {
  const { limit, cursor } = query;
  const after = cursor === undefined ? 0 : placeOf(cursor, 1)[0]!;
  const found = await commissionRulePage(database.kysely, { after, offset: offsetOf(query), limit: limit + 1 });
  const page = found.slice(0, limit);
  return { items: page.map(toRule), nextCursor: found.length > limit ? cursorOf(page.at(-1)!.id) : null };
}

export async function getCommissionRule(
  { database }: OrderService,
  { params }: Input<typeof api.getCommissionRule>,
): Promise<CommissionRule> {
  const row = await commissionRule(database.kysely, params.id);
  if (!row) throw problem('commission.not_found');
  return toRule(row);
}

export async function createCommissionRule(
  service: OrderService,
  { body }: Input<typeof api.createCommissionRule>,
  context: Context,
): Promise<CommissionRule> {
  return uniquely(
    idempotently(service.database, context, 'order.createCommissionRule', body, async (tx) => {
      const scope = { seller_id: body.sellerId ?? 0, category_id: body.categoryId ?? 0 };
      await insertCommissionRule(tx, { ...scope, percent: percentText(body.percent) });
      const after = (await commissionRuleFor(tx, scope))!;
      return audited(service, tx, context, 'commission_rule.created', null, after);
    }),
  );
}

export async function changeCommissionRule(
  service: OrderService,
  { params, body }: Input<typeof api.updateCommissionRule>,
  context: Context,
): Promise<CommissionRule> {
  return uniquely(
    service.database.tx(async (tx) => {
      const before = await lockCommissionRule(tx, params.id);
      if (!before) throw problem('commission.not_found');
      const { sellerId, categoryId, percent } = body;
      await updateCommissionRule(tx, before.id, {
        ...(sellerId === undefined ? {} : { seller_id: sellerId ?? 0 }),
        ...(categoryId === undefined ? {} : { category_id: categoryId ?? 0 }),
        ...(percent === undefined ? {} : { percent: percentText(percent) }),
      });
      const after = (await commissionRule(tx, before.id))!;
      return audited(service, tx, context, 'commission_rule.changed', before, after);
    }),
  );
}

export async function removeCommissionRule(
  service: OrderService,
  { params }: Input<typeof api.deleteCommissionRule>,
  context: Context,
): Promise<void> {
  await service.database.tx(async (tx) => {
    const row = await lockCommissionRule(tx, params.id);
    if (!row) throw problem('commission.not_found');
    await deleteCommissionRule(tx, row.id);
    await audited(service, tx, context, 'commission_rule.deleted', row, { ...row, version: row.version + 1 });
  });
}

async function uniquely<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error, 'commission_rule_scope_once') ? problem('commission.exists') : error;
  }
}

async function audited(
  { outbox, commissions }: OrderService,
  tx: OrderTx,
  { caller, ip, requestId }: Context,
  action: string,
  before: CommissionRuleRow | null,
  after: CommissionRuleRow,
): Promise<CommissionRule> {
  const data = {
    actorId: caller?.userId ?? null,
    actorEmail: caller?.email ?? null,
    action,
    entity: 'commission_rule',
    entityId: after.id,
    details: { before: before && toRule(before), after: toRule(after) },
    ip: ip || null,
    at: new Date().toISOString(),
  };
  afterCommit(tx, commissions.drop);
  const event: NewEvent = {
    type: 'audit.recorded',
    entityId: after.id,
    version: after.version,
    data,
    requestId,
  };
  await outbox.emit(tx, [event]);
  return toRule(after);
}

const toRule = (row: CommissionRuleRow): CommissionRule => ({
  id: row.id,
  sellerId: row.seller_id || null,
  categoryId: row.category_id || null,
  percent: row.percent,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
