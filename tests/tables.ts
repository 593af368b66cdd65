/** What all tables of the shop hold, so that a test can say: this changed nothing. */

import type { TestShop } from '#apps/server/src/testing.ts';
import { serviceNames } from '#contracts/common/services.ts';
import { mysqlPrefixOf } from '#platform/sql/mysql/schema-names.ts';

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

/** Of the fields of one row. */
const checksum = {
  postgres: (fields: readonly string[]) => `hashtextextended(jsonb_build_array(${fields.join(', ')})::text, 0)`,
  mysql: (fields: readonly string[]) => `crc32(json_array(${fields.join(', ')}))`,
};

export async function tablesOf(shop: TestShop, alsoIgnored: readonly string[] = []): Promise<Tables> {
  const { dialect } = shop.database('user');
  const prefix = dialect === 'mysql' ? mysqlPrefixOf(shop.databaseUrl) : 'haat';
  const columns = await shop.sql<{ place: string; name: string; field: string }>(
    `select c.table_schema as place, c.table_name as name, c.column_name as field from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema = any($1) and t.table_type = 'BASE TABLE' order by 1, 2, c.ordinal_position`,
    [serviceNames.map((name) => `${prefix}_${name}`)],
  );
  const counted = columns.filter(({ name }) => !(name in ignored) && !alsoIgnored.includes(name));
  const tables = Map.groupBy(counted, ({ place, name }) => `${place}.${name}`);
  const text = [...tables]
    .map(([table, own]) => {
      const { name } = own[0]!;
      const fields = own.flatMap(({ field }) => (drifting[name]?.includes(field) ? [] : [`t."${field}"`]));
      const kept = name === 'outbox' ? "where type <> 'audit.recorded'" : '';
      const sum = `concat(count(*), ':', coalesce(sum(${checksum[dialect](fields)}), 0))`;
      return `select '${table}' as name, ${sum} as contents from ${table} t ${kept}`;
    })
    .join(' union all ');
  async function read(): Promise<Contents> {
    const rows = await shop.sql<{ name: string; contents: string }>(text);
    return Object.fromEntries(rows.map((row) => [row.name, row.contents]));
  }
  return {
    read,
    async changedSince(held) {
      const now = await read();
      return Object.keys(now).filter((name) => now[name] !== held[name]);
    },
  };
}
