/** Accounts: found, made, changed, counted. */
import type { Notifications, UserStatus } from '#contracts/user/schemas.ts';
import { isUniqueViolation, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { Rows, Tx } from '../base.ts';
import { emailKey } from '../domain/email.ts';
import type { AccountTable } from './tables.ts';

/** Nobody is mailed offers who did not ask for them. */
const defaultNotifications: Notifications = { email: true, push: false, inApp: true, marketing: false };

export interface NewAccount {
  id?: number;
  email: string;
  name: string;
  phone?: string | null;
  passwordHash: string | null;
  emailVerified?: boolean;
}

/** The new id, or null when the e-mail is taken. */
export async function addAccount(tx: Tx, account: NewAccount): Promise<number | null> {
  const added = await tx
    .insertInto('account')
    .values({
      ...(account.id === undefined ? {} : { id: account.id }),
      email: account.email,
      email_key: emailKey(account.email),
      name: account.name,
      phone: account.phone ?? null,
      password_hash: account.passwordHash,
      email_verified_at: account.emailVerified ? new Date() : null,
      notifications: JSON.stringify(defaultNotifications) as never,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added?.id ?? null;
}

export interface Credentials {
  id: number;
  email: string;
  name: string;
  password_hash: string | null;
  status: UserStatus;
}

const credentials = ['id', 'email', 'name', 'password_hash', 'status'] as const;

export interface LoginCredentials extends Credentials {
  /** Signed in from this network before: a flood of wrong passwords from elsewhere must not shut it out. */
  known: boolean;
}

const BY_EMAIL = `
select id, email, name, password_hash, status,
  exists (select 1 from session where session.account_id = account.id and session.network = $2) as known
from account where email_key = $1`;

export async function credentialsByEmail(
  rows: Rows,
  email: string,
  network: string,
): Promise<LoginCredentials | undefined> {
  const [row] = await run<LoginCredentials>(rows, BY_EMAIL, [emailKey(email), network]);
  return row && { ...row, known: Boolean(row.known) };
}

export function credentialsById(rows: Rows, id: number): Promise<Credentials | undefined> {
  return rows.selectFrom('account').select(credentials).where('id', '=', id).executeTakeFirst();
}

/**
 * Held by a sign-in until its session stands, and by whatever ends sessions: so no session slips in between a change of
 * rights and the end of the sessions that had the old ones.
 */
export function lockAccount(tx: Tx, id: number): Promise<Credentials | undefined> {
  return tx.selectFrom('account').select(credentials).where('id', '=', id).forUpdate().executeTakeFirst();
}

export type AccountChange = Partial<
  Pick<AccountTable, 'name' | 'phone' | 'password_hash' | 'email_verified_at'> & {
    status: Credentials['status'];
    language: string;
    email: string;
    addresses: unknown;
    notifications: unknown;
  }
>;

/** Every change moves the version on, by which listeners tell newer from older. False: no such account. */
export async function changeAccount(tx: Tx, id: number, change: AccountChange): Promise<boolean> {
  const { addresses, notifications, email, ...plain } = change;
  const changed = await tx
    .updateTable('account')
    .set((row) => ({
      ...plain,
      ...(email === undefined ? {} : { email, email_key: emailKey(email) }),
      ...(addresses === undefined ? {} : { addresses: JSON.stringify(addresses) as never }),
      ...(notifications === undefined ? {} : { notifications: JSON.stringify(notifications) as never }),
      version: row('version', '+', 1),
      updated_at: new Date(),
    }))
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

export const isEmailTaken = (error: unknown): boolean => isUniqueViolation(error, 'account_email_unique');

/** Only while nobody changed it since: a better hash must not undo a new password. */
export async function improveHash(rows: Rows, id: number, from: string, to: string): Promise<void> {
  await rows
    .updateTable('account')
    .set({ password_hash: to })
    .where('id', '=', id)
    .where('password_hash', '=', from)
    .execute();
}

export async function isKeyTaken(rows: Rows, key: string, exceptId: number): Promise<boolean> {
  const found = await rows
    .selectFrom('account')
    .select('id')
    .where('email_key', '=', key)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  return found !== undefined;
}

type Contact = Pick<Credentials, 'id' | 'email' | 'name'> & { notifications: Notifications };

const CONTACTS: Statement = (sql) =>
  `select id, email, name, notifications from account where id ${sql.in(1)} and status <> 'erased'`;

export async function readContacts(rows: Rows, ids: readonly number[]): Promise<Contact[]> {
  if (ids.length === 0) return [];
  return run<Contact>(rows, CONTACTS, [ids]);
}
