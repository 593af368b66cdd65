/** News of sellers, for the invoices in their name and for where their money goes, and of people, for the mails to them. */
import type { Static, TObject } from 'typebox';
import type { userEvents } from '#contracts/user/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import type { Tx } from '../base.ts';
import { forgetUser } from '../store/payables.ts';
import { rememberPayee } from '../store/payees.ts';
import { rememberPerson, rememberSeller } from '../store/people.ts';

type Heard<S extends TObject> = EventOf<string, Static<S>>;

export const hearSeller = (tx: Tx, { data, version }: Heard<(typeof userEvents)['seller.changed']>): Promise<void> =>
  rememberSeller(tx, {
    seller_id: data.sellerId,
    version,
    shop_name: data.shopName.slice(0, 200),
    gstin: data.gstin ?? null,
    address: data.address ?? null,
  });

export const hearPayee = (
  tx: Tx,
  { data, version }: Heard<(typeof userEvents)['seller.payee_changed']>,
): Promise<void> =>
  rememberPayee(tx, {
    seller_id: data.sellerId,
    version,
    status: data.status,
    account_kind: data.account?.kind ?? null,
    account_masked: data.account?.masked ?? null,
    account_sealed: data.account?.sealed ?? null,
  });

export const hearPerson = (tx: Tx, { data, version }: Heard<(typeof userEvents)['user.changed']>): Promise<void> =>
  rememberPerson(tx, { user_id: data.userId, version, wants_mail: data.notifications.email });

/** Documents stay as they were issued: the law wants them kept. */
export async function hearErasure(tx: Tx, { data, version }: Heard<(typeof userEvents)['user.erased']>): Promise<void> {
  await rememberPerson(tx, { user_id: data.userId, version, wants_mail: false });
  await forgetUser(tx, data.userId);
}
