/**
 * What tests look up and put in order behind the services' backs. They are written for PostgreSQL; the few words that
 * they use beyond what both servers know are put into the other's here, and nowhere else.
 */
import { type AllSchemas, openAllSchemas } from '../sql/all-schemas.ts';
import { dialectOfUrl } from '../sql/dialect.ts';
import type { Statement, Text, Words } from '../sql/statement.ts';

export function openForTests(url: string): AllSchemas {
  const schemas = openAllSchemas(url, { name: 'tests', connections: 2, readOnly: false, statementMs: 60_000 });
  if (dialectOfUrl(url) === 'postgres') return schemas;
  return { ...schemas, query: (text, values) => schemas.query(forBoth(text), values) };
}

export const forBoth = (text: Text): Text =>
  typeof text === 'string' ? (((sql) => (sql.dialect === 'mysql' ? asMysql(text, sql) : text)) as Statement) : text;

/** Casts of what is shown, fields of JSON, lists, and columns whose names are reserved words. */
const asMysql = (text: string, sql: Words): string =>
  text
    .replace(/::(?:int|bigint|float8?|text|numeric|varchar|jsonb?)(?:\[\])?/g, '')
    .replace(/= any\(\$(\d+)\)/g, (_, place) => sql.in(Number(place)))
    .replace(/((?:\w+\.)?\w+) ?->> ?'(\w+)'/g, (_, column, field) => sql.jsonText(column, field))
    .replace(/\bexists ?\(\s*select from\b/g, 'exists (select 1 from')
    .replace(/\b(where|and|or|by|select|,|\() ?(key|lines)\b/g, '$1 "$2"')
    .replace(/\b(lines) =/g, '"$1" =')
    .replace(/^(.*)\binsert into\b(.*)\bon conflict do nothing\b/s, '$1insert ignore into$2');
