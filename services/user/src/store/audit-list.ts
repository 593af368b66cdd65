/** Reading the audit log. */

import type { Static } from 'typebox';
import type { AuditEntry } from '#contracts/user/schemas.ts';
import type { Rows } from '../base.ts';
import type { Slice } from './page.ts';

export interface AuditFilter {
  actorId?: number;
  action?: string;
  entity?: string;
  entityId?: number;
  from?: string;
  to?: string;
}

export type AuditRow = Awaited<ReturnType<typeof listAuditRows>>[number];

export function listAuditRows(rows: Rows, filter: AuditFilter, slice: Slice) {
  let query = rows
    .selectFrom('audit_entry')
    .leftJoin('account', 'account.id', 'audit_entry.actor_id')
    .selectAll('audit_entry')
    .select('account.email as current_email');
  if (filter.actorId !== undefined) query = query.where('audit_entry.actor_id', '=', filter.actorId);
  if (filter.action !== undefined) query = query.where('audit_entry.action', '=', filter.action);
  if (filter.entity !== undefined) query = query.where('audit_entry.entity', '=', filter.entity);
  if (filter.entityId !== undefined) query = query.where('audit_entry.entity_id', '=', filter.entityId);
  if (filter.from !== undefined) query = query.where('audit_entry.at', '>=', new Date(filter.from));
  if (filter.to !== undefined) query = query.where('audit_entry.at', '<', new Date(filter.to));
  if (slice.before !== null) query = query.where('audit_entry.id', '<', slice.before);
  return query.orderBy('audit_entry.id', 'desc').limit(slice.take).offset(slice.offset).execute();
}

export const toAuditEntry = (row: AuditRow): Static<typeof AuditEntry> => ({
  id: row.id,
  service: row.service,
  requestId: row.request_id,
  actorId: row.actor_id,
  actorEmail: row.current_email ?? row.actor_email,
  action: row.action,
  entity: row.entity,
  entityId: row.entity_id,
  details: row.details as Record<string, unknown>,
  ip: row.ip,
  at: row.at.toISOString(),
});
