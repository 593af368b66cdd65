/** Sellers: a user's profile as a shop. */
import { type SelectQueryBuilder, sql } from 'kysely';
import type { SellerStatus } from '#contracts/user/schemas.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import type { Rows, Tables, Tx } from '../base.ts';
import { likePart, type Slice } from './page.ts';
import type { PayoutAccount, SellerTable } from './tables.ts';

export interface SellerRow extends Omit<SellerTable, 'about' | 'status' | 'version' | 'created_at'> {
  about: string;
  status: SellerStatus;
  version: number;
  created_at: Date;
  name: string;
  email: string;
}

const selection = (rows: Rows) =>
  rows
    .selectFrom('seller')
    .innerJoin('account', 'account.id', 'seller.account_id')
    .selectAll('seller')
    .select(['account.name', 'account.email']);

async function readSellers(rows: Rows, ids: readonly number[]): Promise<SellerRow[]> {
  if (ids.length === 0) return [];
  const found = await selection(rows).where('seller.account_id', 'in', ids).execute();
  const byId = new Map(found.map((seller) => [seller.account_id, seller]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function readSeller(rows: Rows, id: number): Promise<SellerRow | undefined> {
  return (await readSellers(rows, [id]))[0];
}

export interface SellerDetails {
  shopName: string;
  about?: string;
  gstin?: string | null;
  address?: unknown;
  payoutAccount?: PayoutAccount | null;
}

const asJson = (value: unknown) => (value === null || value === undefined ? null : (JSON.stringify(value) as never));

/** False when this user has a profile already. */
export async function addSeller(
  tx: Tx,
  accountId: number,
  details: SellerDetails,
  status: SellerStatus = 'pending',
): Promise<boolean> {
  const added = await tx
    .insertInto('seller')
    .values({
      account_id: accountId,
      shop_name: details.shopName,
      about: details.about ?? '',
      status,
      reason: null,
      gstin: details.gstin ?? null,
      address: asJson(details.address),
      payout_account: asJson(details.payoutAccount),
      decided_at: status === 'pending' ? null : new Date(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst();
  return added !== undefined;
}

export async function changeSeller(tx: Tx, accountId: number, details: Partial<SellerDetails>): Promise<boolean> {
  const { shopName, about, gstin, address, payoutAccount } = details;
  const changed = await tx
    .updateTable('seller')
    .set((row) => ({
      ...(shopName === undefined ? {} : { shop_name: shopName }),
      ...(about === undefined ? {} : { about }),
      ...(gstin === undefined ? {} : { gstin }),
      ...(address === undefined ? {} : { address: asJson(address) }),
      ...(payoutAccount === undefined ? {} : { payout_account: asJson(payoutAccount) }),
      version: row('version', '+', 1),
    }))
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Only from one of the given states: of two decisions at once one stands. */
export async function decideSeller(
  tx: Tx,
  accountId: number,
  decision: { from: readonly SellerStatus[]; to: SellerStatus; reason: string | null },
): Promise<boolean> {
  const changed = await tx
    .updateTable('seller')
    .set((row) => ({
      status: decision.to,
      reason: decision.reason,
      decided_at: new Date(),
      version: row('version', '+', 1),
    }))
    .where('account_id', '=', accountId)
    .where('status', 'in', decision.from)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

const REMEMBER = insertRows({
  table: 'seller_buyer',
  fields: { seller_id: 'bigint', account_id: 'bigint' },
  orderBy: 'r.seller_id, r.account_id',
  duplicate: 'skip',
});

export async function rememberBuyers(
  rows: Rows,
  pairs: ReadonlyArray<{ sellerId: number; buyerId: number }>,
): Promise<void> {
  const distinct = new Map(pairs.map((pair) => [`${pair.sellerId} ${pair.buyerId}`, pair]));
  await REMEMBER(
    rows,
    [...distinct.values()].map(({ sellerId, buyerId }) => ({ seller_id: sellerId, account_id: buyerId })),
  );
}

export async function isBuyerOf(rows: Rows, sellerId: number, accountId: number): Promise<boolean> {
  const found = await rows
    .selectFrom('seller_buyer')
    .select('account_id')
    .where('seller_id', '=', sellerId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return found !== undefined;
}

/** Old orders keep the shop's name in their own rows. False when this user never asked to sell. */
export async function eraseSeller(tx: Tx, accountId: number): Promise<boolean> {
  const erased = await tx
    .updateTable('seller')
    .set((row) => ({
      shop_name: 'Closed shop',
      about: '',
      gstin: null,
      address: null,
      payout_account: null,
      status: 'rejected' as const,
      reason: 'The account was erased.',
      version: row('version', '+', 1),
    }))
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return erased.numUpdatedRows > 0n;
}

export interface SellerFilter {
  status?: SellerStatus;
  q?: string;
}

export async function listSellerRows(rows: Rows, filter: SellerFilter, slice: Slice): Promise<SellerRow[]> {
  let query = filtered(selection(rows), filter);
  if (slice.before !== null) query = query.where('seller.account_id', '<', slice.before);
  return query.orderBy('seller.account_id', 'desc').limit(slice.take).offset(slice.offset).execute();
}

export async function countSellers(rows: Rows, filter: SellerFilter): Promise<number> {
  const counted = rows.selectFrom('seller').innerJoin('account', 'account.id', 'seller.account_id');
  const { count } = await filtered(counted, filter)
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function filtered<O>(
  start: SelectQueryBuilder<Tables, 'seller' | 'account', O>,
  { status, q }: SellerFilter,
): SelectQueryBuilder<Tables, 'seller' | 'account', O> {
  let query = start;
  if (status) query = query.where('seller.status', '=', status);
  if (q) {
    const part = likePart(q);
    query = query.where((row) =>
      row.or([
        row(sql<string>`lower(seller.shop_name)`, 'like', part),
        row('account.email_key', 'like', part),
        row(sql<string>`lower(account.name)`, 'like', part),
      ]),
    );
  }
  return query;
}
