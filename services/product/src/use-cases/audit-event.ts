/** Who changed a price or a stock level, for the audit log that the user service keeps. */
import type { ProductEvent } from '#contracts/product/events.ts';
import type { Context } from '#platform/service/context.ts';

export function auditEvent(
  context: Context,
  action: string,
  productId: number,
  version: number,
  details: Record<string, unknown>,
): ProductEvent {
  const { caller, ip, requestId } = context;
  return {
    type: 'audit.recorded',
    entityId: productId,
    version,
    data: {
      actorId: caller?.userId ?? null,
      actorEmail: caller?.email ?? null,
      action,
      entity: 'product',
      entityId: productId,
      details,
      ip: ip === '' ? null : ip,
      at: new Date().toISOString(),
    },
    requestId,
  };
}
