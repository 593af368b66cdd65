/** Signing keys, one-time tokens and counted attempts. */
import { type Kysely, sql } from 'kysely';
import { now, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createSigningKeys(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('signing_key'))
    .addColumn('kid', 'varchar(64)', (column) => column.notNull())
    .addColumn('public_key', 'varchar(100)', (column) => column.notNull())
    // Encrypted under SECRET_KEY.
    .addColumn('private_key', 'varchar(400)', (column) => column.notNull())
    .addColumn('created_at', timestamp, now)
    .addColumn('active_from', timestamp, (column) => column.notNull())
    .addColumn('withdrawn_at', timestamp)
    .addUniqueConstraint('signing_key_kid_unique', ['kid'])
    .execute();
  // One row, locked by whoever makes a key, so that several processes that start at once agree on one.
  await db.schema
    .createTable('keyring')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addCheckConstraint('keyring_single', sql`id = 1`)
    .execute();
  await db
    .insertInto('keyring')
    .values({ id: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function createOneTimeTokens(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('one_time_token'))
    // Null: for the first admin, who has no account yet.
    .addColumn('account_id', 'bigint')
    .addColumn('purpose', 'varchar(20)', (column) => column.notNull())
    .addColumn('token_hash', 'varchar(64)', (column) => column.notNull())
    // The new address, when an e-mail is to be changed.
    .addColumn('email', 'varchar(254)')
    .addColumn('created_at', timestamp, now)
    .addColumn('expires_at', timestamp, (column) => column.notNull())
    .addColumn('used_at', timestamp)
    .addUniqueConstraint('one_time_token_unique', ['token_hash'])
    .addForeignKeyConstraint('one_time_token_account', ['account_id'], 'account', ['id'])
    .addCheckConstraint(
      'one_time_token_purpose_known',
      sql`purpose in ('password_reset', 'email_change', 'first_admin')`,
    )
    .execute();
  await db.schema
    .createIndex('one_time_token_by_account')
    .on('one_time_token')
    .columns(['account_id', 'purpose', 'created_at'])
    .execute();
}

async function createAttempts(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('attempt')
    .addColumn('scope', 'varchar(20)', (column) => column.notNull())
    // A digest: what was typed into a login form is nobody's business.
    .addColumn('key', 'varchar(64)', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('window_ends_at', timestamp, (column) => column.notNull())
    .addPrimaryKeyConstraint('attempt_pk', ['scope', 'key'])
    .addCheckConstraint('attempt_failures_counted', sql`failures >= 0`)
    .execute();
  await db.schema.createIndex('attempt_by_end').on('attempt').columns(['window_ends_at']).execute();
}

export const secrets: Migration = {
  name: '002-secrets',
  async up(db) {
    await createSigningKeys(db);
    await createOneTimeTokens(db);
    await createAttempts(db);
  },
};
