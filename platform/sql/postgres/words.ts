/** PostgreSQL's words for what differs between the dialects. */
import type { Fields, FieldType, Note, ParameterKind, Words } from '../statement.ts';

const types: Readonly<Record<FieldType, string>> = {
  int: 'int',
  bigint: 'bigint',
  decimal: 'numeric',
  text: 'text',
  boolean: 'boolean',
  timestamp: 'timestamptz',
  json: 'jsonb',
};

export const postgresWords = (note: Note): Words => ({
  dialect: 'postgres',
  byKey: '',
  joinsLaterally: true,
  rows(place, alias, fields) {
    note(place, { kind: 'rows', fields });
    return `jsonb_to_recordset($${place}::jsonb) as ${alias}(${columnsOf(fields)})`;
  },
  // The planner cannot see into array(select …): it settles on one plan and keeps it. With a bare parameter it plans anew
  // for each length of list.
  in: (place, type = 'bigint') => `= any(array(select unnest($${place}::${type}[])))`,
  clock: 'clock_timestamp()',
  value: (place, type) => `$${place}::${types[type]}`,
  span: (amount, unit) => `(${amount}) * interval '1 ${unit}'`,
  list: (cells, from, orderBy) =>
    `(select json_agg(json_build_array(${cells.join(', ')}) order by ${orderBy}) from ${from})`,
  epochMs: (expression) => `floor(extract(epoch from ${expression}) * 1000)::bigint`,
  upTo: (text, separator) => `split_part(${text}, '${separator}', 1)`,
  inPath: (id, path) => `${id} = any(string_to_array(trim(both '/' from ${path}), '/')::bigint[])`,
  jsonText: (column, field) => `${column} ->> '${field}'`,
  jsonObject: (fields) => `jsonb_build_object(${fieldList(fields)})`,
});

/** Names and expressions by turns. */
export const fieldList = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, expression]) => `'${name}', ${expression}`)
    .join(', ');

const columnsOf = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, type]) => `"${name}" ${types[type]}`)
    .join(', ');

/** A null of a type, where rows of different parts stand in one list. */
export const typedNull = (type: FieldType): string => `null::${types[type]}`;

/** Row sources go as one JSON text. */
export const postgresValue = (value: unknown, parameter: ParameterKind | undefined): unknown =>
  parameter?.kind === 'rows' ? JSON.stringify(value) : value;
