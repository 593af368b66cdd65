/** The audit log for who may read it. */
import type { userApi } from '#contracts/user/api.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid } from '#platform/errors/problem.ts';
import type { UserService } from '../base.ts';
import { listAuditRows, toAuditEntry } from '../store/audit-list.ts';
import { pageOfRows, sliceOf } from '../store/page.ts';

export async function listAudit(user: UserService, { query }: Input<typeof userApi.listAudit>) {
  for (const field of ['from', 'to'] as const) {
    // The pattern lets the 40th of the month through.
    if (query[field] !== undefined && Number.isNaN(Date.parse(query[field]))) throw invalid(field, 'is not a moment');
  }
  const found = await listAuditRows(user.database.kysely, query, sliceOf(query));
  return pageOfRows(found, query.limit, (row) => row.id, toAuditEntry);
}
