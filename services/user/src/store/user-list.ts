/** Which users a list shows. */
import { type SelectQueryBuilder, sql } from 'kysely';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { UserStatus } from '#contracts/user/schemas.ts';
import type { Rows, Tables } from '../base.ts';
import { likePart, type Slice } from './page.ts';

export interface UserFilter {
  q?: string;
  role?: string;
  status?: UserStatus;
  /** Only those who bought from this seller. */
  buyersOf?: number;
}

export async function listUserIds(rows: Rows, filter: UserFilter, slice: Slice): Promise<number[]> {
  let query = filtered(rows.selectFrom('account'), filter);
  if (slice.before !== null) query = query.where('account.id', '<', slice.before);
  const found = await query
    .select('account.id')
    .orderBy('account.id', 'desc')
    .limit(slice.take)
    .offset(slice.offset)
    .execute();
  return found.map((row) => row.id);
}

export async function countUsers(rows: Rows, filter: UserFilter): Promise<number> {
  const { count } = await filtered(rows.selectFrom('account'), filter)
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Query = SelectQueryBuilder<Tables, 'account', object>;

function filtered(start: Query, { q, role, status, buyersOf }: UserFilter): Query {
  // The house is a shop, not a person.
  let query = start.where('account.id', '<>', HOUSE_SELLER_ID);
  if (q) query = query.where(sql`(email_key || ' ' || lower(name))`, 'like', likePart(q));
  if (status) query = query.where('account.status', '=', status);
  if (role) {
    query = query.where((row) =>
      row.exists(
        row
          .selectFrom('account_role')
          .innerJoin('role', 'role.id', 'account_role.role_id')
          .select('account_role.account_id')
          .whereRef('account_role.account_id', '=', 'account.id')
          .where('role.name', '=', role),
      ),
    );
  }
  if (buyersOf !== undefined) {
    query = query.where((row) =>
      row.exists(
        row
          .selectFrom('seller_buyer')
          .select('seller_buyer.account_id')
          .whereRef('seller_buyer.account_id', '=', 'account.id')
          .where('seller_buyer.seller_id', '=', buyersOf),
      ),
    );
  }
  return query;
}
