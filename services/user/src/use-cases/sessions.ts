/** Where somebody is signed in: one's own sessions, and anyone's for those who look after users. */
import type { userApi } from '#contracts/user/api.ts';
import type { Session } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { UserService } from '../base.ts';
import { credentialsById } from '../store/accounts.ts';
import { pageOfRows, sliceOf } from '../store/page.ts';
import { countSessions, listSessionRows, ownsSession, type SessionRow } from '../store/sessions.ts';
import { readRolesOfOne } from '../store/views.ts';
import { endSessions } from './end-sessions.ts';
import { recordingRefusals, refuseBeyond } from './guard-rights.ts';

export async function listSessions(
  user: UserService,
  accountId: number,
  query: Input<typeof userApi.listSessions>['query'],
  context: Context,
) {
  const rows = user.database.kysely;
  const [found, total] = await Promise.all([
    listSessionRows(rows, accountId, query.status, sliceOf(query)),
    countSessions(rows, accountId, query.status),
  ]);
  const current = Number(context.caller?.sessionId);
  return {
    ...pageOfRows(
      found,
      query.limit,
      (row) => row.id,
      (row) => toSession(row, current),
    ),
    total,
  };
}

export async function listUserSessions(
  user: UserService,
  { params, query }: Input<typeof userApi.listUserSessions>,
  context: Context,
) {
  if (!(await credentialsById(user.database.kysely, params.id))) throw problem('user.not_found');
  return listSessions(user, params.id, query, context);
}

export async function endOwnSession(user: UserService, id: number, context: Context): Promise<undefined> {
  await endOne(user, callerOf(context).userId, id, 'ended_by_user', context);
  return undefined;
}

export async function endOwnSessions(user: UserService, keepCurrent: boolean, context: Context): Promise<undefined> {
  const caller = callerOf(context);
  const which = { accountIds: [caller.userId], except: keepCurrent ? Number(caller.sessionId) : undefined };
  await user.database.tx((tx) => endSessions(user, tx, which, 'ended_by_user', context));
  return undefined;
}

export async function endUserSessions(
  user: UserService,
  { params: { id, sessionId } }: { params: { id: number; sessionId?: number } },
  context: Context,
): Promise<undefined> {
  const rows = user.database.kysely;
  if (!(await credentialsById(rows, id))) throw problem('user.not_found');
  await recordingRefusals(user, context, { entity: 'user', entityId: id }, async () => {
    refuseBeyond(context, (await readRolesOfOne(rows, id)).permissions);
  });
  if (sessionId !== undefined) await endOne(user, id, sessionId, 'ended_by_admin', context);
  else await user.database.tx((tx) => endSessions(user, tx, { accountIds: [id] }, 'ended_by_admin', context));
  return undefined;
}

/** Ending what has ended is fine; somebody else's session does not exist. */
async function endOne(
  user: UserService,
  accountId: number,
  id: number,
  reason: 'ended_by_user' | 'ended_by_admin',
  context: Context,
): Promise<void> {
  const ended = await user.database.tx((tx) => endSessions(user, tx, { id, accountId }, reason, context));
  if (ended === 0 && !(await ownsSession(user.database.kysely, accountId, id))) throw problem('session.not_found');
}

export const toSession = (row: SessionRow, current: number): Session => ({
  id: row.id,
  device: row.device,
  ip: row.ip,
  status: row.status,
  current: row.id === current,
  createdAt: row.created_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  expiresAt: row.refresh_until.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  endReason: row.end_reason,
});
