/** What every use case of the cart service is given. */
import type { productApi } from '#contracts/product/api.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { Kept } from '#platform/neighbours/kept.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { CartConfig } from './config.ts';
import type { Owner, StoredCart } from './domain/cart.ts';
import type { Rules } from './domain/reckon.ts';
import type { CartChange, ChangedCart } from './store/change-carts.ts';
import type { ClaimRecord, NewClaim } from './store/claims.ts';
import type { KeptCarts } from './store/kept-carts.ts';
import type { CartTables } from './store/tables.ts';
import type { UseOutcome, WantedUses } from './store/uses.ts';

export type CartBase = ServiceBase<CartTables & PlatformTables, CartConfig, { product: typeof productApi }>;

export type ClaimToMake = NewClaim & Pick<WantedUses, 'userId' | 'codes'> & { owner: Owner };
export type ClaimOutcome = { kind: 'claimed' } | Exclude<UseOutcome, { kind: 'counted' }>;

export interface CartService extends CartBase {
  rules: Kept<Rules>;
  kept: KeptCarts;
  /** Signs the cookies of guests. */
  guestKey: Buffer;
  /** Reads that come at the same moment are one statement. */
  readOne(owner: Owner): Promise<StoredCart | null>;
  readClaim(orderId: number): Promise<ClaimRecord | null>;
  /** Many carts in one statement, each with an answer of its own: null when the cart is another by now. */
  changeOne(change: CartChange): Promise<ChangedCart | null>;
  claimOne(claim: ClaimToMake): Promise<ClaimOutcome>;
  /** False: it was not claimed. */
  finishOne(orderId: number): Promise<boolean>;
  releaseOne(orderId: number): Promise<boolean>;
}
