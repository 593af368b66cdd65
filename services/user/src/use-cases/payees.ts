/** Where sellers' money goes, told to the service that pays: sealed for each seller, and once more when the key has changed. */
import { createHash } from 'node:crypto';
import { payoutSeal, type SealedAccount } from '#contracts/user/payees.ts';
import { seal } from '#platform/auth/sealed.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import type { NewEvent } from '#platform/events/events.ts';
import type { UserBase } from '../base.ts';
import { masked } from '../domain/seller.ts';
import { listSellerRows, type SellerRow } from '../store/sellers.ts';

export const TELL_PAYEES = 'tell-payees';

const sealingKey = ({ common }: UserBase): Buffer => deriveKey(common.secretKey, payoutSeal.purpose);

export const payeeEvent = (user: UserBase, seller: SellerRow, requestId: string): NewEvent => ({
  type: 'seller.payee_changed',
  entityId: seller.account_id,
  version: seller.version,
  data: {
    sellerId: seller.account_id,
    status: seller.status,
    account: sealedAccount(user, seller),
    at: new Date().toISOString(),
  },
  requestId,
});

function sealedAccount(user: UserBase, { account_id, payout_account }: SellerRow): SealedAccount | null {
  if (payout_account === null) return null;
  const plain = Buffer.from(JSON.stringify(payout_account));
  return {
    kind: payout_account.kind,
    masked: masked(payout_account.account),
    sealed: seal(sealingKey(user), plain, payoutSeal.about(account_id)),
  };
}

/**
 * For sellers who named their account before anybody listened, and after SECRET_KEY has changed: planned at each start, done
 * once for each key.
 */
export async function planPayees(user: UserBase): Promise<void> {
  const key = createHash('sha256').update(sealingKey(user)).digest('hex').slice(0, 16);
  await user.jobs.enqueue(user.database.kysely, [{ kind: TELL_PAYEES, key, data: {} }]);
}

const PAGE = 200;

export async function tellPayees(user: UserBase, requestId: string): Promise<void> {
  for (let before: number | null = null; ; ) {
    const told: SellerRow[] = await user.database.tx(async (tx) => {
      const sellers = await listSellerRows(tx, {}, { before, offset: 0, take: PAGE });
      await user.outbox.emit(
        tx,
        sellers.map((seller) => payeeEvent(user, seller, requestId)),
      );
      return sellers;
    });
    if (told.length < PAGE) return;
    before = told.at(-1)!.account_id;
  }
}
