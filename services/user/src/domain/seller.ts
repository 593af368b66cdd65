/** A seller as the contract shows him. */
import type { Seller, Shop } from '#contracts/user/schemas.ts';

interface SellerState {
  account_id: number;
  name: string;
  email: string;
  shop_name: string;
  about: string;
  status: Seller['status'];
  reason: string | null;
  gstin: string | null;
  address: Seller['address'];
  payout_account: { kind: string; holder: string; account: string; bankCode?: string } | null;
  created_at: Date;
  decided_at: Date | null;
}

const MASK = '•';
const SHOWN = 4;

/** All but the last four characters; of a short text less, so that something stays hidden. */
export function masked(account: string): string {
  const shown = Math.min(SHOWN, Math.floor(account.length / 2));
  return MASK.repeat(account.length - shown) + account.slice(account.length - shown);
}

/** What we answered, sent back to us. */
export const isMasked = (account: string): boolean => account.includes(MASK);

export const toSeller = (seller: SellerState): Seller => ({
  id: seller.account_id,
  userId: seller.account_id,
  name: seller.name,
  email: seller.email,
  shopName: seller.shop_name,
  about: seller.about,
  status: seller.status,
  reason: seller.reason,
  gstin: seller.gstin,
  address: seller.address,
  payoutAccount: seller.payout_account && {
    kind: seller.payout_account.kind,
    holder: seller.payout_account.holder,
    account: masked(seller.payout_account.account),
    bankCode: seller.payout_account.bankCode ?? null,
  },
  createdAt: seller.created_at.toISOString(),
  decidedAt: seller.decided_at?.toISOString() ?? null,
});

export const toShop = (seller: SellerState): Shop => ({
  id: seller.account_id,
  shopName: seller.shop_name,
  about: seller.about,
  since: (seller.decided_at ?? seller.created_at).toISOString(),
});
