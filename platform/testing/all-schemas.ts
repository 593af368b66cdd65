/**
 * What tests look up and put in order behind the services' backs. They are written for PostgreSQL; the few words that
 * they use beyond what both servers know are put into the other's here, and nowhere else.
 */
import { type AllSchemas, openAllSchemas } from '../sql/all-schemas.ts';
import { dialectOfUrl } from '../sql/dialect.ts';

export function openForTests(url: string): AllSchemas {
  const schemas = openAllSchemas(url, { name: 'tests', connections: 2, readOnly: false, statementMs: 60_000 });
  if (dialectOfUrl(url) === 'postgres') return schemas;
  return {
    ...schemas,
    query: (text, values) => schemas.query(typeof text === 'string' ? asMysql(text) : text, values),
  };
}

/** Casts of what is shown, fields of JSON, and columns whose names are reserved words. */
export const asMysql = (text: string): string =>
  text
    .replace(/::(?:int|bigint|float8?|text|numeric|varchar)\b/g, '')
    .replace(/((?:\w+\.)?\w+) ?->> ?'(\w+)'/g, "json_unquote(json_extract($1, '$.$2'))")
    .replace(/\bexists ?\(\s*select from\b/g, 'exists (select 1 from')
    .replace(/\b(where|and|or|by|select|,) key\b/g, '$1 "key"')
    .replace(/\bon conflict do nothing\b/g, '')
    .replace(/\binsert into(?=[^;]*$)/, text.includes('on conflict do nothing') ? 'insert ignore into' : 'insert into');
