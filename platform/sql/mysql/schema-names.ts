/**
 * Where PostgreSQL has schemas inside a database, MySQL has databases: `haat_order` and so on. The database that the address
 * names gives the first half, so that several shops find room on one server: `mysql://…/books` → `books_order`.
 */
const MAX_NAME = 20;

export function mysqlPrefixOf(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || 'haat';
  if (!/^[a-z][a-z0-9_]*$/i.test(name) || name.length > MAX_NAME) {
    throw new Error(
      `The address of the database names it ${JSON.stringify(name)}: letters, digits and _ only, at most ${MAX_NAME}.`,
    );
  }
  return name;
}

export const mysqlSchemaOf = (url: string, service: string): string => `${mysqlPrefixOf(url)}_${service}`;

/** A statement over several services' schemas, as it is written for PostgreSQL: `haat_order.orders`. */
export function withMysqlSchemas(url: string, text: string): string {
  const prefix = mysqlPrefixOf(url);
  return prefix === 'haat' ? text : text.replace(/\bhaat_(?=[a-z]+\.)/g, `${prefix}_`);
}
