/** What the tables of all services look like once their migrations have run, as the database itself says. */
import pg from 'pg';
import { allServices } from '#apps/server/src/services.ts';
import { platformMigrations } from '#platform/events/tables.ts';
import { openDatabase } from '#platform/sql/database.ts';
import { migrate } from '#platform/sql/migrate.ts';
import { provision } from '#platform/sql/provision.ts';
import { createTestDatabase } from '#platform/testing/database.ts';

export interface Column {
  name: string;
  type: string;
  /** It may be left out of an insert. */
  isOptional: boolean;
}

export interface Constraint {
  name: string;
  schema: string;
  table: string;
  kind: 'check' | 'unique' | 'primary';
  columns: readonly string[];
  definition: string;
}

export interface Catalogue {
  client: pg.Client;
  constraints: readonly Constraint[];
  columnsOf(schema: string, table: string): Promise<readonly Column[]>;
  close(): Promise<void>;
}

const secretKey = 'test-only-key-0123456789abcdef0123456789abcdef';

const CONSTRAINTS = `
select c.conname as name, n.nspname as schema, t.relname as "table",
  case c.contype when 'c' then 'check' when 'u' then 'unique' else 'primary' end as kind,
  array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any(c.conkey) order by a.attnum) as columns,
  pg_get_constraintdef(c.oid) as definition
from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
where n.nspname like 'haat\\_%' and c.contype in ('c', 'u', 'p') and t.relname not in ('migration', 'migration_lock')
union all
select i.relname, n.nspname, t.relname, 'unique',
  array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum = any(x.indkey) order by a.attnum),
  pg_get_indexdef(i.oid)
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname like 'haat\\_%' and x.indisunique
  and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)
order by 2, 3, 1`;

const COLUMNS = `
select column_name as name, data_type as type,
  is_nullable = 'YES' or column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as "isOptional"
from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position`;

export async function openCatalogue(): Promise<Catalogue> {
  const server = await createTestDatabase();
  const names = allServices.map(({ name }) => name);
  const provisioned = await provision(server.url, names, secretKey);
  for (const { name, migrations } of allServices) {
    const database = openDatabase<any>({ ...provisioned.get(name)!, poolSize: 1 });
    await migrate(database, [...platformMigrations, ...migrations]);
    await database.close();
  }
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // Rows are tried one by one, without those that they belong to.
  await client.query('set session_replication_role = replica');
  const { rows: constraints } = await client.query<Constraint>(CONSTRAINTS);
  return {
    client,
    constraints,
    columnsOf: async (schema, table) => (await client.query<Column>(COLUMNS, [schema, table])).rows,
    async close() {
      await client.end();
      await server.drop();
    },
  };
}
