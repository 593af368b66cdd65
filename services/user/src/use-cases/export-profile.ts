/** All that this service knows of somebody, for him to take along. */
import type { AccountExport } from '#contracts/user/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { toSeller } from '../domain/seller.ts';
import { recordAudit } from '../store/audit.ts';
import { listAuditRows, toAuditEntry } from '../store/audit-list.ts';
import { readSeller } from '../store/sellers.ts';
import { listSessionRows } from '../store/sessions.ts';
import { readUser } from '../store/views.ts';
import { toSession } from './sessions.ts';

const ALL = { before: null, offset: 0, take: 10_000 };

export async function exportProfile(user: UserService, context: Context): Promise<AccountExport> {
  const { userId, sessionId } = callerOf(context);
  const rows = user.database.kysely;
  await recordAudit(rows, context, [{ action: 'profile.exported', entity: 'user', entityId: userId }]);
  const [account, seller, sessions, audit] = await Promise.all([
    readUser(rows, userId),
    readSeller(rows, userId),
    listSessionRows(rows, userId, undefined, ALL),
    listAuditRows(rows, { actorId: userId }, ALL),
  ]);
  if (!account) throw problem('user.not_found');
  return {
    exportedAt: new Date().toISOString(),
    user: account,
    // One's own payout account, unmasked.
    seller: seller ? { ...toSeller(seller), payoutAccount: seller.payout_account } : null,
    sessions: sessions.map((session) => toSession(session, Number(sessionId))),
    audit: audit.map(toAuditEntry),
  };
}
