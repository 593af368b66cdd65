/** Tokens that are mailed or printed and work once: only their digest is kept. */
import type { Rows, Tx } from '../base.ts';
import type { OneTimeTokenTable, Purpose } from './tables.ts';

export interface NewOneTimeToken {
  accountId: number | null;
  purpose: Purpose;
  hash: string;
  email?: string;
  expiresAt: Date;
}

export async function addOneTimeToken(rows: Rows, token: NewOneTimeToken): Promise<void> {
  await rows
    .insertInto('one_time_token')
    .values({
      account_id: token.accountId,
      purpose: token.purpose,
      token_hash: token.hash,
      email: token.email ?? null,
      expires_at: token.expiresAt,
      used_at: null,
    })
    // The job that mails it may run twice.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type FoundToken = Pick<OneTimeTokenTable, 'account_id' | 'email'>;

/** A look without using it up, for what is costly to prepare. */
export function findOneTimeToken(rows: Rows, purpose: Purpose, hash: string): Promise<FoundToken | undefined> {
  return rows
    .selectFrom('one_time_token')
    .select(['account_id', 'email'])
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
}

/** Of several at once exactly one gets it. */
export function takeOneTimeToken(tx: Tx, purpose: Purpose, hash: string): Promise<FoundToken | undefined> {
  return tx
    .updateTable('one_time_token')
    .set({ used_at: new Date() })
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .returning(['account_id', 'email'])
    .executeTakeFirst();
}

/** Links mailed before a password or e-mail changed must not change it again. */
export async function voidOneTimeTokens(tx: Tx, accountId: number): Promise<void> {
  await tx
    .updateTable('one_time_token')
    .set({ used_at: new Date() })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute();
}

export async function eraseOneTimeTokens(tx: Tx, accountId: number): Promise<void> {
  await voidOneTimeTokens(tx, accountId);
  await tx.updateTable('one_time_token').set({ email: null }).where('account_id', '=', accountId).execute();
}

export async function countRecentTokens(rows: Rows, accountId: number, purpose: Purpose, since: Date): Promise<number> {
  const { count } = await rows
    .selectFrom('one_time_token')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
