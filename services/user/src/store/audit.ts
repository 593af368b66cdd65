/** The audit log of the shop: this service writes its own entries, others send theirs as `audit.recorded`. */
import type { AuditRecord } from '#contracts/common/audit.ts';
import type { Context } from '#platform/service/context.ts';
import type { Rows } from '../base.ts';

export interface AuditNote {
  action: string;
  entity: string;
  entityId: number | null;
  /** Never a password, token or whole e-mail of a stranger. */
  details?: Record<string, unknown>;
  /** Default: who calls. */
  actorId?: number | null;
}

/** In the transaction of what it tells of; on the database itself for what was refused. */
export async function recordAudit(rows: Rows, context: Context, notes: readonly AuditNote[]): Promise<void> {
  if (notes.length === 0) return;
  await rows
    .insertInto('audit_entry')
    .values(
      notes.map((note) => ({
        service: 'user',
        actor_id: note.actorId === undefined ? (context.caller?.userId ?? null) : note.actorId,
        actor_email: null,
        action: note.action,
        entity: note.entity,
        entity_id: note.entityId,
        details: JSON.stringify(note.details ?? {}),
        ip: context.ip.slice(0, 64) || null,
        request_id: context.requestId.slice(0, 80),
        at: new Date(),
      })),
    )
    .execute();
}

export async function storeAudit(rows: Rows, service: string, requestId: string, record: AuditRecord): Promise<void> {
  await rows
    .insertInto('audit_entry')
    .values({
      service: service.slice(0, 40),
      actor_id: record.actorId,
      // A known user's e-mail is looked up when the log is read.
      actor_email: record.actorId === null ? (record.actorEmail?.slice(0, 254) ?? null) : null,
      action: record.action.slice(0, 100),
      entity: record.entity.slice(0, 50),
      entity_id: record.entityId,
      details: JSON.stringify(record.details),
      ip: record.ip?.slice(0, 64) ?? null,
      request_id: requestId.slice(0, 80),
      at: new Date(record.at),
    })
    .execute();
}
