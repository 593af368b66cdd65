/** An event for the audit log: who did what, to what. */
import type { PaymentEvent } from '#contracts/payment/events.ts';
import type { Context } from '#platform/service/context.ts';

export const audited = (
  about: { action: string; entity: string; entityId: number; version: number; details: Record<string, unknown> },
  context: Context,
): PaymentEvent => ({
  type: 'audit.recorded',
  entityId: about.entityId,
  version: about.version,
  requestId: context.requestId,
  data: {
    actorId: context.caller?.userId ?? null,
    actorEmail: context.caller?.email ?? null,
    action: about.action,
    entity: about.entity,
    entityId: about.entityId,
    details: about.details,
    ip: context.ip || null,
    at: new Date().toISOString(),
  },
});
