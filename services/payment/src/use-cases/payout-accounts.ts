/** The whole account numbers of payees: opened for the file of the bank and for nothing else. */
import { type PayoutAccount, payoutSeal } from '#contracts/user/payees.ts';
import { unseal } from '#platform/auth/sealed.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import type { PaymentService } from '../base.ts';

interface Sealed {
  seller_id: number;
  account_sealed: string | null;
}

/** Null: sealed under another key, or for another seller. */
export function openerFor({ common }: PaymentService): (payee: Sealed) => PayoutAccount | null {
  const key = deriveKey(common.secretKey, payoutSeal.purpose);
  return ({ seller_id, account_sealed }) => {
    const plain = account_sealed === null ? null : unseal(key, account_sealed, payoutSeal.about(seller_id));
    return plain && (JSON.parse(plain.toString()) as PayoutAccount);
  };
}

/** Whether it opens, for who need not know what it is. */
export function opensFor(service: PaymentService): (payee: Sealed) => boolean {
  const open = openerFor(service);
  return (payee) => open(payee) !== null;
}
