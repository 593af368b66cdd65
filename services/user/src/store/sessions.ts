/** Sessions: begun at sign-in, carried on by refresh, ended once and for all. Times are the database's own. */
import { sql } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { Rows, Tx } from '../base.ts';
import type { Slice } from './page.ts';

export interface NewSession {
  accountId: number;
  device: string;
  ip: string | null;
  network: string | null;
  refreshHash: string;
  idleUntil: Date;
  expiresAt: Date;
}

export async function addSession(tx: Tx, session: NewSession): Promise<number> {
  const { id } = await tx
    .insertInto('session')
    .values({
      account_id: session.accountId,
      device: session.device,
      ip: session.ip,
      network: session.network,
      refresh_hash: session.refreshHash,
      idle_until: session.idleUntil,
      expires_at: session.expiresAt,
      ended_at: null,
      end_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface LiveSession {
  accountId: number;
  startedAt: Date;
  /** When the refresh token dies: idle or absolute, whichever comes first. */
  refreshUntil: Date;
}

const ROTATE = `
update session
set generation = generation + 1, refresh_hash = $4, rotated_at = now(), last_seen_at = now(),
    idle_until = least($5, expires_at)
where id = $1 and generation = $2 and refresh_hash = $3
  and ended_at is null and idle_until > now() and expires_at > now()
returning account_id as "accountId", created_at as "startedAt", least(idle_until, expires_at) as "refreshUntil"`;

/** Of equal exchanges at the same moment one moves the session on; the others find it moved. */
export async function rotateSession(
  tx: Tx,
  change: { id: number; generation: number; hash: string; nextHash: string; idleUntil: Date },
): Promise<LiveSession | undefined> {
  const { id, generation, hash, nextHash, idleUntil } = change;
  return (await run<LiveSession>(tx, ROTATE, [id, generation, hash, nextHash, idleUntil]))[0];
}

const STATE = `
select account_id as "accountId", created_at as "startedAt", least(idle_until, expires_at) as "refreshUntil",
  generation, refresh_hash as "refreshHash", ended_at is not null as ended,
  (idle_until <= now() or expires_at <= now()) as expired, rotated_at > now() - interval '10 seconds' as "justRotated"
from session where id = $1`;

export interface SessionState extends LiveSession {
  generation: number;
  refreshHash: string;
  ended: boolean;
  expired: boolean;
  justRotated: boolean;
}

export async function sessionState(rows: Rows, id: number): Promise<SessionState | undefined> {
  return (await run<SessionState>(rows, STATE, [id]))[0];
}

export interface EndedSession {
  id: number;
  account_id: number;
}

/** `of`: one session, or those of accounts; `except` is spared. Answers those that this call has ended. */
export async function markEnded(
  tx: Tx,
  of: { id?: number; accountIds?: readonly number[]; except?: number },
  reason: string,
): Promise<EndedSession[]> {
  let statement = tx
    .updateTable('session')
    // Not now(): a transaction's own start may lie before the last look of those who follow the ends.
    .set({ ended_at: sql`clock_timestamp()`, end_reason: reason })
    .where('ended_at', 'is', null)
    .returning(['id', 'account_id']);
  if (of.id !== undefined) statement = statement.where('id', '=', of.id);
  if (of.accountIds !== undefined) statement = statement.where('account_id', '=', sql<number>`any(${of.accountIds})`);
  if (of.except !== undefined) statement = statement.where('id', '<>', of.except);
  return statement.execute();
}

const MAX_ENDS = 50_000;
const ENDED_SINCE = `
select id, (extract(epoch from ended_at) * 1000)::bigint as at
from session where ended_at >= to_timestamp($1::double precision / 1000) order by ended_at limit ${MAX_ENDS}`;
const NOW = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now';

/** The moment is read first: what ends between the two statements is told again next time. */
export async function endedSince(
  rows: Rows,
  sinceMs: number,
): Promise<{ now: number; ended: Array<{ id: number; at: number }> }> {
  const [clock] = await run<{ now: number }>(rows, NOW, []);
  const ended = await run<{ id: number; at: number }>(rows, ENDED_SINCE, [sinceMs]);
  // More than one answer holds: the next one goes on from there.
  return { now: ended.length < MAX_ENDS ? clock!.now : ended.at(-1)!.at, ended };
}

/** Alive: neither ended nor past its time. */
export async function isAlive(rows: Rows, id: number): Promise<boolean> {
  const state = await sessionState(rows, id);
  return state !== undefined && !state.ended && !state.expired;
}

export interface SessionRow {
  id: number;
  device: string;
  ip: string | null;
  created_at: Date;
  last_seen_at: Date;
  refresh_until: Date;
  ended_at: Date | null;
  end_reason: string | null;
  status: 'active' | 'ended' | 'expired';
}

const STATUS = `case when ended_at is not null then 'ended' when least(idle_until, expires_at) <= now() then 'expired' else 'active' end`;
const OF_ACCOUNT = `from session where account_id = $1 and ($2::text is null or ${STATUS} = $2)`;
const LIST = `
select id, device, ip, created_at, last_seen_at, least(idle_until, expires_at) as refresh_until, ended_at, end_reason,
  ${STATUS} as status
${OF_ACCOUNT} and ($3::bigint is null or id < $3) order by id desc limit $4 offset $5`;

export async function listSessionRows(
  rows: Rows,
  accountId: number,
  status: string | undefined,
  { before, take, offset }: Slice,
): Promise<SessionRow[]> {
  return run<SessionRow>(rows, LIST, [accountId, status ?? null, before, take, offset]);
}

export async function countSessions(rows: Rows, accountId: number, status: string | undefined): Promise<number> {
  const [row] = await run<{ count: number }>(rows, `select count(*) as count ${OF_ACCOUNT}`, [
    accountId,
    status ?? null,
  ]);
  return row!.count;
}

export async function ownsSession(rows: Rows, accountId: number, id: number): Promise<boolean> {
  const found = await rows
    .selectFrom('session')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return found !== undefined;
}

/** What a session tells of a person; the session itself stays, for the audit log names it. */
export async function forgetDevices(tx: Tx, accountId: number): Promise<void> {
  await tx
    .updateTable('session')
    .set({ device: 'erased', ip: null, network: null })
    .where('account_id', '=', accountId)
    .execute();
}
