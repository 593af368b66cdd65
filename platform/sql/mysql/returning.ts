/**
 * RETURNING and ON CONFLICT DO NOTHING of Kysely's builders, which the server lacks: the rows are locked and noted by their
 * primary key first, then changed, then read. Runs in one transaction, so nobody sees or takes the steps apart.
 */
import {
  type AliasNode,
  type DeleteQueryNode,
  FromNode,
  type InsertQueryNode,
  MysqlQueryCompiler,
  type OperationNode,
  type QueryResult,
  type RootOperationNode,
  SelectionNode,
  SelectModifierNode,
  SelectQueryNode,
  sql,
  TableNode,
  type UpdateQueryNode,
  type ValuesItemNode,
  ValuesNode,
  WhereNode,
} from 'kysely';
import type { Execute, PrimaryKeys } from './primary-keys.ts';

type Changing = InsertQueryNode | UpdateQueryNode | DeleteQueryNode;
type Row = Record<string, unknown>;

export const isReturning = (node: RootOperationNode): node is Changing =>
  ('returning' in node && node.returning !== undefined) || ('onConflict' in node && node.onConflict !== undefined);

const compiler = new MysqlQueryCompiler();
const queryId = { queryId: 'returning' };

export async function executeReturning<R>(
  node: Changing,
  execute: Execute,
  keys: PrimaryKeys,
): Promise<QueryResult<R>> {
  const send = (each: RootOperationNode) => {
    const { sql: text, parameters } = compiler.compileQuery(each, queryId);
    return execute<Row>(text, parameters);
  };
  if (node.kind === 'InsertQueryNode') return insert<R>(node, send, (table) => keys.of(execute, table));
  const table = node.kind === 'UpdateQueryNode' ? node.table! : node.from.froms[0]!;
  const key = await keys.of(execute, nameOf(table));
  const selections = node.kind === 'UpdateQueryNode' ? [] : node.returning!.selections;
  const { rows: locked } = await send({
    // A bare `*` stands first or nowhere.
    ...select(table, [...selections, ...key.map(keySelection)]),
    where: node.where,
    endModifiers: [SelectModifierNode.create('ForUpdate')],
  });
  if (locked.length === 0) return { rows: [], numAffectedRows: 0n };
  const where = amongKeys(
    key,
    locked.map((row) => Object.fromEntries(key.map((column) => [column, row[keyAlias(column)]]))),
  );
  await send({ ...node, where, returning: undefined });
  const numAffectedRows = BigInt(locked.length);
  if (node.kind === 'DeleteQueryNode')
    return { rows: locked.map((row) => withoutKeys(row, key)) as R[], numAffectedRows };
  const after = await send({ ...select(table, node.returning!.selections), where });
  return { rows: after.rows as R[], numAffectedRows };
}

/** Beside what is answered, which may have a column of the same name. */
const keyAlias = (column: string): string => `key ${column}`;

const keySelection = (column: string): SelectionNode =>
  SelectionNode.create(sql.ref(column).as(keyAlias(column)).toOperationNode() as AliasNode);

function withoutKeys(row: Row, key: readonly string[]): Row {
  const hidden = new Set(key.map(keyAlias));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.has(name)));
}

type Send = (node: RootOperationNode) => Promise<QueryResult<Row>>;

async function insert<R>(
  node: InsertQueryNode,
  send: Send,
  keyOf: (table: string) => Promise<readonly string[]>,
): Promise<QueryResult<R>> {
  const { onConflict, returning, ...plain } = node;
  if (onConflict && !onConflict.doNothing) throw new Error('On both dialects only ON CONFLICT DO NOTHING is known.');
  // One by one: which of them there were already, and which ids were given, is then known.
  const rows: Row[] = [];
  let inserted = 0n;
  for (const values of (plain.values as ValuesNode).values) {
    let result: QueryResult<Row>;
    try {
      result = await send({ ...plain, values: ValuesNode.create([values]) });
    } catch (error) {
      if (onConflict && (error as { code?: string }).code === '23505') continue;
      throw error;
    }
    inserted += 1n;
    if (!returning) continue;
    const key = await keyOf(plain.into!.table.identifier.name);
    const given = Object.fromEntries(key.map((column) => [column, givenFor(plain, values, column) ?? result.insertId]));
    const { rows: read } = await send({
      ...select(plain.into!, returning.selections),
      where: amongKeys(key, [given]),
    });
    rows.push(...read);
  }
  return { rows: rows as R[], numAffectedRows: inserted };
}

function givenFor(node: InsertQueryNode, values: ValuesItemNode, column: string): unknown {
  const index = node.columns!.findIndex((each) => each.column.name === column);
  if (index === -1) return undefined;
  if (values.kind === 'PrimitiveValueListNode') return values.values[index];
  return (values.values[index] as OperationNode & { value?: unknown }).value;
}

const select = (table: OperationNode, selections: readonly SelectionNode[]): SelectQueryNode =>
  SelectQueryNode.cloneWithSelections({ ...SelectQueryNode.create(), from: FromNode.create([table]) }, selections);

function nameOf(table: OperationNode): string {
  if (!TableNode.is(table)) throw new Error('Only a plain table can be changed with RETURNING on both dialects.');
  return table.table.identifier.name;
}

function amongKeys(key: readonly string[], rows: readonly Row[]): WhereNode {
  const tuples = rows.map((row) => sql`(${sql.join(key.map((column) => row[column]))})`);
  return WhereNode.create(
    sql`(${sql.join(key.map((column) => sql.ref(column)))}) in (${sql.join(tuples)})`.toOperationNode(),
  );
}
