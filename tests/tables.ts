/** What all tables of the shop hold, so that a test can say: this changed nothing. */

import type { TestShop } from '#apps/server/src/testing.ts';
import { serviceNames } from '#contracts/common/services.ts';

/** Tables that may change by themselves or because something was refused, each with the reason. */
const ignored: Readonly<Record<string, string>> = {
  delivery: 'deliveries come and go',
  inbox: 'of events that were on their way',
  job: 'work that was on its way',
  idempotency: 'a refusal frees its key',
  migration_lock: 'of the migrator',
  audit_entry: 'denials are recorded',
  attempt: 'wrong passwords are counted',
  instance: 'processes show that they live',
};

/** Columns that time alone moves. */
const drifting: Readonly<Record<string, readonly string[]>> = {
  payment: ['next_poll_at', 'polls', 'updated_at'],
  refund: ['next_poll_at', 'polls', 'updated_at'],
  session: ['last_seen_at'],
};

/** By schema and table: number of rows, and a sum over their contents. */
export type Contents = Readonly<Record<string, string>>;

export interface Tables {
  read(): Promise<Contents>;
  /** Names of the tables that are not as they were. */
  changedSince(held: Contents): Promise<string[]>;
}

export async function tablesOf(shop: TestShop, alsoIgnored: readonly string[] = []): Promise<Tables> {
  const schemas = serviceNames.map((name) => `haat_${name}`);
  const found = await shop.sql<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema = any($1) and table_type = 'BASE TABLE' order by 1, 2`,
    [schemas],
  );
  const counted = found.filter(({ name }) => !(name in ignored) && !alsoIgnored.includes(name));
  const text = counted
    .map(({ schema, name }) => {
      const row = `(to_jsonb(t) - '{${(drifting[name] ?? []).join(',')}}'::text[])::text`;
      const kept = name === 'outbox' ? "where type <> 'audit.recorded'" : '';
      const sum = `count(*) || ':' || coalesce(sum(hashtextextended(${row}, 0)), 0)`;
      return `select '${schema}.${name}' as name, ${sum} as rows from "${schema}"."${name}" t ${kept}`;
    })
    .join(' union all ');
  async function read(): Promise<Contents> {
    const rows = await shop.sql<{ name: string; rows: string }>(text);
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
  }
  return {
    read,
    async changedSince(held) {
      const now = await read();
      return Object.keys(now).filter((name) => now[name] !== held[name]);
    },
  };
}
