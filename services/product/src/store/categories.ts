/** Rows of categories. The path holds a category's ancestors, so that a subtree is one range of an index. */
import { sql, type Transaction } from 'kysely';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { CategoryNode } from '../cache/category-tree.ts';
import type { Read } from './product-rows.ts';
import type { CategoryTable, ProductTables } from './tables.ts';

const READ_ALL = `
select id, name, slug, description, parent_id as "parentId", position, hsn, depth, path,
  created_at as "createdAt", updated_at as "updatedAt"
from category`;

export async function readCategories(read: Read): Promise<CategoryNode[]> {
  const rows = await read<Omit<CategoryNode, 'children'>>(READ_ALL, []);
  return rows.map((row) => ({ ...row, children: [] }));
}

// Only what may be sold is counted; the sum over a subtree is formed by who reads it.
const COUNT_ACTIVE = `select category_id as id, count(*) as n from product where status = 'active' group by category_id`;

export async function countActiveByCategory(read: Read): Promise<Map<number, number>> {
  const rows = await read<{ id: number; n: number }>(COUNT_ACTIVE, []);
  return new Map(rows.map((row) => [row.id, row.n]));
}

type Tx = Transaction<ProductTables>;
export type NewCategory = Pick<CategoryTable, 'name' | 'slug' | 'description' | 'position' | 'hsn'>;

/** The parent's row is locked until the child stands, so that a move of the parent takes the child along. */
export async function lockCategory(tx: Tx, id: number) {
  return tx.selectFrom('category').select(['id', 'path', 'depth']).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Null: the slug is taken. */
export async function insertCategory(
  tx: Tx,
  category: NewCategory,
  parent: { id: number; path: string; depth: number } | null,
): Promise<number | null> {
  const inserted = await tx
    .insertInto('category')
    .values({ ...category, parent_id: parent?.id ?? null, depth: parent ? parent.depth + 1 : 0, path: '' })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return null;
  const path = `${parent?.path ?? '/'}${inserted.id}/`;
  await tx.updateTable('category').set({ path }).where('id', '=', inserted.id).execute();
  return inserted.id;
}

/** Every category, locked in id order: moves are rare, and two of them at once could close a circle. */
export async function lockAllCategories(tx: Tx) {
  return tx.selectFrom('category').select(['id', 'parent_id', 'path', 'depth']).orderBy('id').forUpdate().execute();
}

export async function updateCategory(tx: Tx, id: number, fields: Partial<NewCategory>): Promise<boolean> {
  const result = await tx
    .updateTable('category')
    .set({ ...fields, updated_at: sql`now()` })
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export interface Move {
  id: number;
  parentId: number | null;
  fromPath: string;
  toPath: string;
  /** Difference of depth. */
  deeper: number;
}

// The whole subtree in one statement.
const MOVE: Statement = (sql) => `
update category
set path = ${sql.value(2, 'text')} || substr(path, length($1) + 1), depth = depth + $3, updated_at = now(),
    parent_id = case when id = $4 then ${sql.value(5, 'bigint')} else parent_id end
where path like ${sql.value(1, 'text')} || '%'`;

export async function moveCategory(tx: Tx, move: Move): Promise<void> {
  await run(tx, MOVE, [move.fromPath, move.toPath, move.deeper, move.id, move.parentId]);
}

export async function deleteCategory(tx: Tx, id: number): Promise<boolean> {
  const result = await tx.deleteFrom('category').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
