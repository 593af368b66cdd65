/** In whose name a document is issued: a seller's as he last described himself, the shop's from its settings. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { PaymentBase, Rows } from '../base.ts';
import type { Issuer } from '../domain/documents.ts';
import { sellersById } from '../store/people.ts';

export const shopIssuer = ({ config }: PaymentBase): Issuer => ({
  name: config.SHOP_NAME,
  gstin: config.SHOP_GSTIN ?? null,
  address: null,
  addressText: config.SHOP_ADDRESS ?? null,
});

export async function issuersOf(
  service: PaymentBase,
  rows: Rows,
  sellerIds: readonly number[],
): Promise<(sellerId: number) => Issuer> {
  const known = await sellersById(
    rows,
    [...new Set(sellerIds)].filter((id) => id !== HOUSE_SELLER_ID),
  );
  return (sellerId) => {
    if (sellerId === HOUSE_SELLER_ID) return shopIssuer(service);
    const seller = known.get(sellerId);
    return {
      name: seller?.shop_name ?? `Seller ${sellerId}`,
      gstin: seller?.gstin ?? null,
      address: seller?.address ?? null,
      addressText: null,
    };
  };
}
