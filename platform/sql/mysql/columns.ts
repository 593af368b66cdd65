/** The column types of migrations as MySQL has them: what `columns.ts` and Kysely write for PostgreSQL, put into its words. */
import {
  type ColumnDefinitionNode,
  type CreateTableNode,
  type KyselyPlugin,
  type OperationNode,
  RawNode,
} from 'kysely';

/** By PostgreSQL's name. */
const types: Readonly<Record<string, string>> = {
  'timestamptz(3)': 'datetime(3)',
  jsonb: 'json',
  // An indexed text is a varchar; this one may be long.
  text: 'mediumtext',
};

const BYTEWISE = ' collate "C"';

const typeOf = (node: OperationNode): string | undefined =>
  RawNode.is(node) ? node.sqlFragments.join('') : 'dataType' in node ? String(node.dataType) : undefined;

function columnOf(column: ColumnDefinitionNode): ColumnDefinitionNode {
  const type = typeOf(column.dataType) ?? '';
  // Everything is compared byte by byte there.
  const known = types[type] ?? (type.endsWith(BYTEWISE) ? type.slice(0, -BYTEWISE.length) : undefined);
  const dataType = known === undefined ? column.dataType : RawNode.createWithSql(known);
  const value = column.defaultTo?.defaultValue;
  return {
    ...column,
    dataType,
    ...(column.generated?.identity ? { generated: undefined, autoIncrement: true } : {}),
    ...(value ? { defaultTo: { ...column.defaultTo!, defaultValue: defaultOf(value, known) } } : {}),
  };
}

/** Long texts and JSON take their default as an expression only. */
function defaultOf(value: OperationNode, known: string | undefined): OperationNode {
  if (known === 'datetime(3)') return RawNode.createWithSql('current_timestamp(3)');
  if (known === undefined || known.startsWith('varchar')) return value;
  return RawNode.create(['(', ')'], [value]);
}

const tableOf = (table: CreateTableNode): CreateTableNode => ({ ...table, columns: table.columns.map(columnOf) });

export const mysqlColumns: KyselyPlugin = {
  transformQuery({ node }) {
    if (node.kind === 'CreateTableNode') return tableOf(node);
    if (node.kind !== 'AlterTableNode') return node;
    return {
      ...node,
      columnAlterations: node.columnAlterations?.map((alteration) =>
        alteration.kind === 'AddColumnNode' || alteration.kind === 'ModifyColumnNode'
          ? { ...alteration, column: columnOf(alteration.column) }
          : alteration,
      ),
    };
  },
  async transformResult({ result }) {
    return result;
  },
};
