/**
 * The audit log is kept by the user service. Another service that changes money, prices, stock or rights emits
 * `audit.recorded` in the transaction of the change; every catalogue holds the event.
 */
import Type, { type Static } from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import type { EventCatalogue } from '#platform/events/events.ts';

export const AuditRecord = Type.Object({
  /** Null: nobody signed in, or the system. */
  actorId: nullable(Id),
  actorEmail: nullable(Type.String()),
  /** What was done, past tense: `price.changed`, `login.refused`. */
  action: Type.String({ maxLength: 100 }),
  /** To what: `product`, `order`. */
  entity: Type.String({ maxLength: 50 }),
  entityId: nullable(Id),
  /** Old and new values; never a secret. */
  details: Type.Record(Type.String(), Type.Unknown()),
  ip: nullable(Type.String()),
  at: Time,
});
export type AuditRecord = Static<typeof AuditRecord>;

export const auditEvents = { 'audit.recorded': AuditRecord } as const satisfies EventCatalogue;
