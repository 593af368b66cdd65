/** Sessions: begun at sign-in, carried on by refresh, ended once and for all. Times are the database's own. */
import { sql } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { Rows, Tx } from '../base.ts';

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

const ENDED_SINCE = `
select id, (extract(epoch from ended_at) * 1000)::bigint as at
from session where ended_at >= to_timestamp($1::double precision / 1000) order by ended_at limit 50000`;
const NOW = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now';

/** The moment is read first: what ends between the two statements is told again next time. */
export async function endedSince(
  rows: Rows,
  sinceMs: number,
): Promise<{ now: number; ended: Array<{ id: number; at: number }> }> {
  const [clock] = await run<{ now: number }>(rows, NOW, []);
  const ended = await run<{ id: number; at: number }>(rows, ENDED_SINCE, [sinceMs]);
  return { now: clock!.now, ended };
}

/** Alive: neither ended nor past its time. */
export async function isAlive(rows: Rows, id: number): Promise<boolean> {
  const state = await sessionState(rows, id);
  return state !== undefined && !state.ended && !state.expired;
}
