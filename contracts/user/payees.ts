/**
 * How the user service tells where a seller's money goes: the account is sealed under SECRET_KEY for that seller alone, so
 * that no queue, outbox or second database holds a number that can be read. Only who writes the bank's file opens it.
 */
import Type, { type Static } from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import { type PayoutAccount as AccountSchema, SellerStatus } from './schemas.ts';

export type PayoutAccount = Static<typeof AccountSchema>;

export const payoutSeal = {
  /** Names the key that is made from SECRET_KEY. */
  purpose: 'payout-account',
  /** What the sealed text is bound to: it does not open for another seller. */
  about: (sellerId: number): string => `seller:${sellerId}`,
} as const;

const SealedAccount = Type.Object({
  kind: Type.String(),
  /** All but its last characters hidden. */
  masked: Type.String(),
  /** Account, holder and bank as JSON. */
  sealed: Type.String(),
});
export type SealedAccount = Static<typeof SealedAccount>;

export const PayeeState = Type.Object({
  sellerId: Id,
  status: SellerStatus,
  /** Null: the seller has named none. */
  account: nullable(SealedAccount),
  at: Time,
});
