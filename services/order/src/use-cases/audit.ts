/** What staff does to orders of others is kept in the audit log, which the user service writes from this event. */

import type { NewEvent } from '#platform/events/events.ts';
import type { Context } from '#platform/service/context.ts';
import type { OrderRow } from '../domain/model.ts';

export function audited(
  context: Context,
  order: OrderRow,
  action: string,
  details: Record<string, unknown>,
  at: Date,
): NewEvent[] {
  const { caller } = context;
  // A buyer's own doings are in the order itself.
  if (!caller || caller.userId === order.user_id) return [];
  const data = {
    actorId: caller.userId,
    actorEmail: caller.email,
    action,
    entity: 'order',
    entityId: order.id,
    details: { number: order.number, ...details },
    ip: context.ip || null,
    at: at.toISOString(),
  };
  return [{ type: 'audit.recorded', entityId: order.id, version: order.version, data, requestId: context.requestId }];
}
