/** The keys that sign access tokens. */
import type { Rows, Tx } from '../base.ts';

export interface StoredKey {
  kid: string;
  public_key: string;
  private_key: string;
  created_at: Date;
  active_from: Date;
}

/** Whoever makes or withdraws a key holds this lock, so that processes starting together agree on one key. */
export async function lockKeyring(tx: Tx): Promise<void> {
  await tx.selectFrom('keyring').select('id').where('id', '=', 1).forUpdate().executeTakeFirstOrThrow();
}

/** Newest first; withdrawn ones are left out. */
export function readKeys(rows: Rows): Promise<StoredKey[]> {
  return rows
    .selectFrom('signing_key')
    .select(['kid', 'public_key', 'private_key', 'created_at', 'active_from'])
    .where('withdrawn_at', 'is', null)
    .orderBy('active_from', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export async function addKey(tx: Tx, key: Omit<StoredKey, 'created_at'>): Promise<void> {
  await tx
    .insertInto('signing_key')
    .values({ ...key, withdrawn_at: null })
    .execute();
}

export async function withdrawKeys(tx: Tx, kids: readonly string[]): Promise<void> {
  if (kids.length === 0) return;
  await tx.updateTable('signing_key').set({ withdrawn_at: new Date() }).where('kid', 'in', kids).execute();
}
