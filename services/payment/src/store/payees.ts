/** Where sellers' money goes, as the user service told. Older news than what is known changes nothing. */
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import type { PayeeTable } from './payout-tables.ts';

// The same news again is taken once more: after a change of the key it is sealed anew.
const REMEMBER = insertRows({
  table: 'payee',
  fields: {
    seller_id: 'bigint',
    version: 'bigint',
    status: 'text',
    account_kind: 'text',
    account_masked: 'text',
    account_sealed: 'text',
  },
  duplicate: {
    key: ['seller_id'],
    set: {
      version: 'new.version',
      status: 'new.status',
      account_kind: 'new.account_kind',
      account_masked: 'new.account_masked',
      account_sealed: 'new.account_sealed',
    },
    where: 'old.version <= new.version',
  },
});

export async function rememberPayee(rows: Rows, payee: PayeeTable): Promise<void> {
  await REMEMBER(rows, [payee]);
}

const LOCK: Statement = (sql) => `
select seller_id, version, status, account_kind, account_masked, account_sealed from payee
where seller_id ${sql.in(1)} order by seller_id for update`;

/** Whoever pays a seller out holds the seller's row here until that is done: two batches cannot pay the same balance. */
export async function lockPayees(tx: Tx, sellerIds: readonly number[]): Promise<Map<number, PayeeTable>> {
  const rows = await run<PayeeTable>(tx, LOCK, [sellerIds]);
  return new Map(rows.map((payee) => [payee.seller_id, payee]));
}
