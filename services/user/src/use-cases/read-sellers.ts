/** Sellers for who decides on them, and shops for shoppers. */
import type { userApi } from '#contracts/user/api.ts';
import type { Shop } from '#contracts/user/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { UserService } from '../base.ts';
import { toSeller, toShop } from '../domain/seller.ts';
import { pageOfRows, sliceOf } from '../store/page.ts';
import { countSellers, listSellerRows, readSeller } from '../store/sellers.ts';

export async function listSellers(user: UserService, { query }: Input<typeof userApi.listSellers>) {
  const rows = user.database.kysely;
  const [found, total] = await Promise.all([listSellerRows(rows, query, sliceOf(query)), countSellers(rows, query)]);
  return { ...pageOfRows(found, query.limit, (row) => row.account_id, toSeller), total };
}

export async function getShop(user: UserService, { params }: Input<typeof userApi.getShop>): Promise<Shop> {
  const seller = await readSeller(user.database.kysely, params.id);
  // Who waits or was refused is nobody's business.
  if (seller?.status !== 'approved') throw problem('seller.not_found');
  return toShop(seller);
}
