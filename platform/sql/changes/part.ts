/** What all changes by a row source have in common, so that they run alone or in a chain (`chain.ts`). */
import type { Executor } from '../database.ts';
import type { Fields, FieldType, Words } from '../statement.ts';

export type AnyRow = Record<string, any>;

/** In a chain: only rows whose earlier part went through. */
export interface After {
  part: string;
  /** Fields of the row, each with the field of the earlier part's result that it has to equal. */
  on: Readonly<Record<string, string>>;
  /** Fields that the row gets from the earlier part's result. */
  take?: Readonly<Record<string, string>>;
}

export interface Part<Row> {
  fields: Fields;
  after?: After;
  /** A field whose values are sent as a list too, so that the planner uses the key and does not guess how many rows come. */
  listed?: string;
  returning: Fields;
  /** Results carry `ord`, the place of their row among the rows. */
  numbered: boolean;
  /** One statement over the row source, which is called `r`; the list of `listed` is the parameter `$listPlace`. */
  postgres(source: string, listPlace: number): string;
  /** As several statements, in a transaction. */
  mysql(tx: Executor<any>, rows: readonly AnyRow[]): Promise<Row[]>;
}

export interface Change<Row> {
  (executor: Executor<any>, rows: readonly object[]): Promise<Row[]>;
  readonly part: Part<Row>;
}

/** What its results hold, by name. */
export const answersOf = ({ returning, numbered }: Part<any>): Array<[string, FieldType]> => [
  ...Object.entries(returning),
  ...(numbered ? [['ord', 'int'] as [string, 'int']] : []),
];

/** A part's rows as PostgreSQL reads them from the parameter `$place`. */
export function sourceOf({ fields, after }: Part<any>, place: number, sql: Words): string {
  if (!after) return sql.rows(place, 'r', fields);
  const take = after.take ?? {};
  const given = Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in take)));
  const taken = Object.entries(take).map(([name, field]) => `, p."${field}" as "${name}"`);
  const on = Object.entries(after.on).map(([name, field]) => `p."${field}" = s."${name}"`);
  return `(select s.*${taken.join('')} from ${sql.rows(place, 's', given)} join ${after.part} p on ${on.join(' and ')}) r`;
}

/** The same join in this process. */
export function rowsAfter(rows: readonly AnyRow[], after: After, results: readonly AnyRow[]): AnyRow[] {
  const on = Object.entries(after.on);
  const byKey = new Map(results.map((result) => [JSON.stringify(on.map(([, field]) => result[field])), result]));
  return rows.flatMap((row) => {
    const result = byKey.get(JSON.stringify(on.map(([name]) => row[name])));
    if (!result) return [];
    return [
      { ...row, ...Object.fromEntries(Object.entries(after.take ?? {}).map(([name, field]) => [name, result[field]])) },
    ];
  });
}
