/** Ends sessions: refresh tokens are dead with the commit, access tokens are refused right after it. */
import type { Context } from '#platform/service/context.ts';
import { afterCommit } from '#platform/sql/database.ts';
import type { Tx, UserBase } from '../base.ts';
import { recordAudit } from '../store/audit.ts';
import { markEnded, type SessionsToEnd } from '../store/sessions.ts';

export type EndReason =
  | 'logout'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'refresh_reused'
  | 'password_changed'
  | 'password_reset'
  | 'roles_changed'
  | 'blocked'
  | 'erased';

/** How many this call has ended. */
export async function endSessions(
  user: UserBase,
  tx: Tx,
  which: SessionsToEnd,
  reason: EndReason,
  context: Context,
): Promise<number> {
  const ended = await markEnded(tx, which, reason);
  if (ended.length === 0) return 0;
  const at = new Date().toISOString();
  await user.outbox.emit(
    tx,
    ended.map(({ id, account_id }) => ({
      type: 'user.session_ended',
      entityId: id,
      version: 1,
      data: { sessionId: String(id), userId: account_id, reason, at },
      requestId: context.requestId,
    })),
  );
  await recordAudit(
    tx,
    context,
    ended.map(({ id, account_id }) => ({
      action: 'session.ended',
      entity: 'session',
      entityId: id,
      details: { userId: account_id, reason },
    })),
  );
  afterCommit(tx, () => {
    for (const { id } of ended) user.endedSessions.end(String(id));
  });
  return ended.length;
}
