/**
 * Forgets what is long done, so that the tables of events and jobs do not grow for ever, nor keep for ever what they hold of
 * people. What still waits for somebody stays: a delivery with its event, a dead job.
 */
import { type ChangeWhere, deleteWhere } from '../sql/changes/change-where.ts';
import { deleteRows } from '../sql/changes/delete-rows.ts';
import { type Database, run } from '../sql/database.ts';
import type { Statement, Words } from '../sql/statement.ts';

/** Whatever is chosen, what is younger is there to be looked at. */
export const SHORTEST_HISTORY_DAYS = 14;
/** An event may come again as long as its source has it, so whoever has taken it remembers that for longer. */
const INBOX_TIMES = 2;
/** Rows of one statement: nobody waits for a long one. */
const WINDOW = 1_000;

/** A table that is read from its oldest rows on; `at` is their place in it. */
interface History {
  /** Takes days, the last `at`, and the rest of what the table is asked for. */
  read: Statement;
  /** Takes the `at` of the old ones, and the same rest. */
  remove: ChangeWhere<unknown>;
}

const isOld = (sql: Words, column: string) =>
  `case when ${column} < now() - ${sql.span(sql.value(1, 'int'), 'day')} then 1 else 0 end as old`;

const EVENTS: History = {
  read: (sql) => `select id as at, ${isOld(sql, 'created_at')} from outbox where id > $2 order by id limit ${WINDOW}`,
  remove: deleteWhere({
    table: 'outbox',
    key: ['id'],
    where: (sql) => `t.id ${sql.in(1)} and not exists (select 1 from delivery d where d.event_id = t.id)`,
    byKey: true,
    returning: { id: 'bigint' },
  }),
};

const JOBS: History = {
  read: (sql) => `select id as at, ${isOld(sql, 'created_at')} from job where id > $2 order by id limit ${WINDOW}`,
  remove: deleteWhere({
    table: 'job',
    key: ['id'],
    where: (sql) => `t.id ${sql.in(1)} and t.status = 'done'`,
    byKey: true,
    returning: { id: 'bigint' },
  }),
};

const TAKEN: History = {
  read: (sql) => `
select event_id as at, ${isOld(sql, 'received_at')}
from inbox where source = $3 and event_id > $2 order by event_id limit ${WINDOW}`,
  remove: deleteWhere({
    table: 'inbox',
    key: ['source', 'event_id'],
    where: (sql) => `t.event_id ${sql.in(1)} and t.source = $2`,
    byKey: true,
    returning: { event_id: 'bigint' },
  }),
};

// The primary key finds the next one; `distinct` would read them all.
const NEXT_SOURCE = 'select min(source) as source from inbox where source > $1';

/** Their key says nothing of their age, so all are read, once: only what was asked for with a key is here. */
interface Answer {
  owner: string;
  operation: string;
  key: string;
}

// Each window begins where the primary key finds the end of the one before.
const ANSWERS: Statement = (sql) => `
select owner, operation, "key", ${isOld(sql, 'claimed_at')} from idempotency
where owner >= $2 and (owner > $2 or operation > $3 or operation = $3 and "key" > $4)
order by owner, operation, "key" limit ${WINDOW}`;

// One may have been claimed again meanwhile.
const FORGET_ANSWERS = deleteRows({
  table: 'idempotency',
  fields: { owner: 'text', operation: 'text', key: 'text', days: 'int' },
  match: { owner: 'owner', operation: 'operation', key: 'key' },
  where: `t.claimed_at < now() - r.days * interval '1 day'`,
});

/** `days`: how long what is done is remembered. Processes may do it at the same moment. */
export async function forget(database: Database<any>, days: number): Promise<void> {
  await forgetOld(database, EVENTS, days);
  await forgetOld(database, JOBS, days);
  for (let source = await sourceAfter(database, ''); source !== null; source = await sourceAfter(database, source)) {
    await forgetOld(database, TAKEN, days * INBOX_TIMES, source);
  }
  await forgetAnswers(database, days);
}

async function sourceAfter(database: Database<any>, source: string): Promise<string | null> {
  const [row] = await run<{ source: string | null }>(database.kysely, NEXT_SOURCE, [source]);
  return row?.source ?? null;
}

async function forgetAnswers({ kysely }: Database<any>, days: number): Promise<void> {
  for (let last: Answer | undefined = { owner: '', operation: '', key: '' }; last !== undefined; ) {
    const after = [last.owner, last.operation, last.key];
    const seen: Array<Answer & { old: number }> = await run(kysely, ANSWERS, [days, ...after]);
    const old = seen.filter((row) => row.old === 1);
    if (old.length > 0)
      await FORGET_ANSWERS(
        kysely,
        old.map(({ owner, operation, key }) => ({ owner, operation, key, days })),
      );
    last = seen.length === WINDOW ? seen.at(-1) : undefined;
  }
}

/** Until rows are young: the later ones are younger still. */
async function forgetOld(
  { kysely }: Database<any>,
  { read, remove }: History,
  days: number,
  ...rest: readonly unknown[]
): Promise<void> {
  for (let last: number | undefined = 0; last !== undefined; ) {
    const seen: Array<{ at: number; old: number }> = await run(kysely, read, [days, last, ...rest]);
    const old = seen.filter((row) => row.old === 1).map(({ at }) => at);
    if (old.length > 0) await remove(kysely, [old, ...rest]);
    last = old.length === WINDOW ? old.at(-1) : undefined;
  }
}
