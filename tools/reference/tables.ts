/** docs/reference/tables.md: an entity-relationship diagram per service, read from freshly migrated schemas. */
import pg from 'pg';
import { compose } from '#apps/server/src/compose.ts';
import { readSettings } from '#apps/server/src/config.ts';
import { allServices } from '#apps/server/src/services.ts';
import { silentLogger } from '#platform/log/log.ts';
import { schemaOf } from '#platform/sql/postgres/provision.ts';
import { createTestDatabase } from '#platform/testing/database.ts';
import { page } from './markdown.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  key: boolean;
}

interface Reference {
  from: string;
  to: string;
  column: string;
}

const COLUMNS = `
select c.table_name as "table", c.column_name as name, c.data_type as type,
  exists (
    select 1 from information_schema.table_constraints t
    join information_schema.key_column_usage k using (constraint_schema, constraint_name)
    where t.constraint_type = 'PRIMARY KEY' and t.table_schema = c.table_schema and t.table_name = c.table_name
      and k.column_name = c.column_name
  ) as key
from information_schema.columns c
join information_schema.tables t using (table_schema, table_name)
where c.table_schema = $1 and t.table_type = 'BASE TABLE' and c.table_name not like 'migration%'
order by c.table_name, c.ordinal_position`;

const REFERENCES = `
select source.relname as "from", target.relname as "to", a.attname as "column"
from pg_constraint k
join pg_class source on source.oid = k.conrelid
join pg_class target on target.oid = k.confrelid
join pg_namespace n on n.oid = source.relnamespace
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f' and n.nspname = $1
order by 1, 2, 3`;

const word = (text: string): string => text.replaceAll(/[^\w]+/g, '_');

function diagram(columns: Column[], references: Reference[]): string {
  const tables = [...Map.groupBy(columns, (column) => column.table)].map(([name, own]) =>
    [
      `  ${name} {`,
      ...own.map((column) => `    ${word(column.type)} ${column.name}${column.key ? ' PK' : ''}`),
      '  }',
    ].join('\n'),
  );
  const lines = references.map(({ from, to, column }) => `  ${to} ||--o{ ${from} : ${column}`);
  return ['```mermaid', 'erDiagram', ...tables, ...lines, '```'].join('\n');
}

export async function tablesPage(): Promise<string> {
  const database = await createTestDatabase();
  const settings = readSettings({
    DATABASE_URL: database.url,
    SECRET_KEY: 'reference-0123456789abcdef0123456789abcdef',
    PUBLIC_URL: 'http://127.0.0.1:1',
    DEMO: '0',
  });
  const haat = await compose(settings, database.url, silentLogger());
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const sections: string[] = [];
    for (const { name } of allServices) {
      const columns = (await client.query<Column>(COLUMNS, [schemaOf(name)])).rows;
      const references = (await client.query<Reference>(REFERENCES, [schemaOf(name)])).rows;
      sections.push(`## ${name}\n\n${diagram(columns, references)}`);
    }
    return page(
      'Tables',
      'Each service owns a schema that no other may read; every schema holds the platform’s own tables too.',
      ...sections,
    );
  } finally {
    await client.end();
    await haat.stop();
    await database.drop();
  }
}
