/** Sessions: begun at sign-in, carried on by refresh, ended once and for all. Times are the database's own. */
import { updateWhere } from '#platform/sql/changes/change-where.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement, Words } from '#platform/sql/statement.ts';
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

const ROTATE = updateWhere<{ account_id: number; created_at: Date; idle_until: Date; expires_at: Date }>({
  table: 'session',
  key: ['id'],
  where: `t.id = $1 and t.generation = $2 and t.refresh_hash = $3
    and t.ended_at is null and t.idle_until > now() and t.expires_at > now()`,
  set: {
    generation: 't.generation + 1',
    refresh_hash: (sql) => sql.value(4, 'text'),
    rotated_at: 'now()',
    last_seen_at: 'now()',
    idle_until: (sql) => `least(${sql.value(5, 'timestamp')}, t.expires_at)`,
  },
  returning: { account_id: 'bigint', created_at: 'timestamp', idle_until: 'timestamp', expires_at: 'timestamp' },
});

/** Of equal exchanges at the same moment one moves the session on; the others find it moved. */
export async function rotateSession(
  tx: Tx,
  change: { id: number; generation: number; hash: string; nextHash: string; idleUntil: Date },
): Promise<LiveSession | undefined> {
  const { id, generation, hash, nextHash, idleUntil } = change;
  const [row] = await ROTATE(tx, [id, generation, hash, nextHash, idleUntil]);
  return row && { accountId: row.account_id, startedAt: row.created_at, refreshUntil: earlier(row) };
}

const earlier = ({ idle_until, expires_at }: { idle_until: Date; expires_at: Date }): Date =>
  idle_until < expires_at ? idle_until : expires_at;

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
  const [row] = await run<SessionState>(rows, STATE, [id]);
  if (!row) return undefined;
  const { ended, expired, justRotated } = row;
  return { ...row, ended: Boolean(ended), expired: Boolean(expired), justRotated: Boolean(justRotated) };
}

export interface EndedSession {
  id: number;
  account_id: number;
}

const ended = { id: 'bigint', account_id: 'bigint' } as const;
const set = {
  // Not now(): a transaction's own start may lie before the last look of those who follow the ends.
  ended_at: (sql: Words) => sql.clock,
  end_reason: (sql: Words) => sql.value(1, 'text'),
};
const ofAccounts = (sql: Words) => `t.account_id ${sql.in(2)} and t.ended_at is null and t.id <> $3`;
const ofOne = (sql: Words) =>
  `t.id = $2 and t.ended_at is null and (${sql.value(3, 'bigint')} is null or t.account_id = $3)`;
const END_ONE = updateWhere<EndedSession>({ table: 'session', key: ['id'], where: ofOne, set, returning: ended });
const END_ALL = updateWhere<EndedSession>({ table: 'session', key: ['id'], where: ofAccounts, set, returning: ended });

/** One session, if it is this account's where one is named; or all of some accounts, sparing `except`. */
export type SessionsToEnd = { id: number; accountId?: number } | { accountIds: readonly number[]; except?: number };

/** Answers those that this call has ended. */
export function markEnded(tx: Tx, which: SessionsToEnd, reason: string): Promise<EndedSession[]> {
  return 'id' in which
    ? END_ONE(tx, [reason, which.id, which.accountId ?? null])
    : END_ALL(tx, [reason, which.accountIds, which.except ?? 0]);
}

const MAX_ENDS = 50_000;
const ENDED_SINCE = `
select id, ended_at from session where ended_at >= $1 order by ended_at limit ${MAX_ENDS}`;
const NOW: Statement = (sql) => `select ${sql.clock} as at`;

/** The moment is read first: what ends between the two statements is told again next time. */
export async function endedSince(
  rows: Rows,
  sinceMs: number,
): Promise<{ now: number; ended: Array<{ id: number; at: number }> }> {
  const [clock] = await run<{ at: Date }>(rows, NOW, []);
  const found = await run<{ id: number; ended_at: Date }>(rows, ENDED_SINCE, [new Date(sinceMs)]);
  const ended = found.map(({ id, ended_at }) => ({ id, at: ended_at.getTime() }));
  // More than one answer holds: the next one goes on from there.
  return { now: ended.length < MAX_ENDS ? clock!.at.getTime() : ended.at(-1)!.at, ended };
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
const ofAccount = (sql: Words) =>
  `from session where account_id = $1 and (${sql.value(2, 'text')} is null or ${STATUS} = ${sql.value(2, 'text')})`;
const COUNT: Statement = (sql) => `select count(*) as count ${ofAccount(sql)}`;
const LIST: Statement = (sql) => `
select id, device, ip, created_at, last_seen_at, least(idle_until, expires_at) as refresh_until, ended_at, end_reason,
  ${STATUS} as status
${ofAccount(sql)} and (${sql.value(3, 'bigint')} is null or id < $3) order by id desc limit $4 offset $5`;

export async function listSessionRows(
  rows: Rows,
  accountId: number,
  status: string | undefined,
  { before, take, offset }: Slice,
): Promise<SessionRow[]> {
  return run<SessionRow>(rows, LIST, [accountId, status ?? null, before, take, offset]);
}

export async function countSessions(rows: Rows, accountId: number, status: string | undefined): Promise<number> {
  const [row] = await run<{ count: number }>(rows, COUNT, [accountId, status ?? null]);
  return Number(row!.count);
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
