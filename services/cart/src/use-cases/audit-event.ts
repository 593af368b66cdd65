/** Who changed what money is reckoned with, for the audit log that the user service keeps. */
import type { CartEvent } from '#contracts/cart/events.ts';
import type { Context } from '#platform/service/context.ts';

export function auditEvent(
  { caller, ip, requestId }: Context,
  action: string,
  entity: 'discount' | 'tax_rate' | 'shipping_method',
  { id, version }: { id: number; version: number },
  details: Record<string, unknown>,
): CartEvent {
  return {
    type: 'audit.recorded',
    entityId: id,
    version,
    data: {
      actorId: caller?.userId ?? null,
      actorEmail: caller?.email ?? null,
      action,
      entity,
      entityId: id,
      details,
      ip: ip === '' ? null : ip,
      at: new Date().toISOString(),
    },
    requestId,
  };
}
