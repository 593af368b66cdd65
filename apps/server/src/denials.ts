/**
 * Who asked for what their role does not allow is kept in the audit log: an event in the outbox of the service that
 * refused, heard by the user service. The same user at the same route counts once a minute, so that nobody fills the
 * log by asking again and again.
 */
import { LRUCache } from 'lru-cache';
import type { AuditRecord } from '#contracts/common/audit.ts';
import type { Context } from '#platform/service/context.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { Operation } from '#platform/transport/invoke.ts';

const ONCE_IN_MS = 60_000;

export function recordDenials(base: ServiceBase<any, any, any>): (operation: Operation, context: Context) => void {
  const told = new LRUCache<string, true>({ max: 10_000, ttl: ONCE_IN_MS });
  return ({ name, route }, { caller, ip, requestId }) => {
    if (!caller || told.has(`${caller.userId} ${name}`)) return;
    told.set(`${caller.userId} ${name}`, true);
    const data: AuditRecord = {
      actorId: caller.userId,
      actorEmail: caller.email,
      action: 'access.denied',
      entity: 'route',
      entityId: null,
      details: { operation: `${base.name}.${name}`, method: route.method },
      ip: ip || null,
      at: new Date().toISOString(),
    };
    const event = { type: 'audit.recorded', entityId: caller.userId, version: Date.now(), data, requestId };
    base.database
      .tx((tx) => base.outbox.emit(tx, [event]))
      .catch((error: unknown) => base.log.error({ err: error, operation: name }, 'a denial could not be recorded'));
  };
}
