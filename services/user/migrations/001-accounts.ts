/** Accounts, roles, sessions, sellers: the first tables of the user service. */
import { type Kysely, sql } from 'kysely';
import { json, now, startIdsAt, timestamp, withId } from '#platform/sql/columns.ts';
import type { Migration } from '#platform/sql/migrate.ts';

async function createAccounts(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('account'))
    .addColumn('email', 'varchar(254)', (column) => column.notNull())
    // The e-mail as it is compared: normalised and in lower case.
    .addColumn('email_key', 'varchar(254)', (column) => column.notNull())
    .addColumn('email_verified_at', timestamp)
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('phone', 'varchar(30)')
    // Null: nobody signs in with a password.
    .addColumn('password_hash', 'varchar(255)')
    .addColumn('status', 'varchar(10)', (column) => column.notNull().defaultTo('active'))
    .addColumn('addresses', json, (column) => column.notNull().defaultTo(sql`'[]'`))
    .addColumn('language', 'varchar(35)', (column) => column.notNull().defaultTo('en'))
    .addColumn('notifications', json, (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('updated_at', timestamp, now)
    .addUniqueConstraint('account_email_unique', ['email_key'])
    .addCheckConstraint('account_status_known', sql`status in ('active', 'blocked', 'erased')`)
    .addCheckConstraint('account_erased_empty', sql`status <> 'erased' or (name = '' and password_hash is null)`)
    .execute();
}

async function createRoles(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('role'))
    .addColumn('name', 'varchar(50)', (column) => column.notNull())
    .addColumn('about', 'varchar(300)', (column) => column.notNull().defaultTo(''))
    .addColumn('built_in', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('created_at', timestamp, now)
    .addUniqueConstraint('role_name_unique', ['name'])
    .execute();
  await db.schema
    .createTable('role_permission')
    .addColumn('role_id', 'bigint', (column) => column.notNull())
    .addColumn('permission', 'varchar(100)', (column) => column.notNull())
    .addPrimaryKeyConstraint('role_permission_pk', ['role_id', 'permission'])
    .addForeignKeyConstraint('role_permission_role', ['role_id'], 'role', ['id'], (key) => key.onDelete('cascade'))
    .execute();
  await db.schema
    .createTable('account_role')
    .addColumn('account_id', 'bigint', (column) => column.notNull())
    .addColumn('role_id', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_role_pk', ['account_id', 'role_id'])
    .addForeignKeyConstraint('account_role_account', ['account_id'], 'account', ['id'])
    // No cascade: a role that somebody has is not deleted, and the database says so too.
    .addForeignKeyConstraint('account_role_role', ['role_id'], 'role', ['id'])
    .execute();
  await db.schema.createIndex('account_role_by_role').on('account_role').columns(['role_id', 'account_id']).execute();
}

async function createSessions(db: Kysely<any>): Promise<void> {
  await withId(db.schema.createTable('session'))
    .addColumn('account_id', 'bigint', (column) => column.notNull())
    .addColumn('device', 'varchar(100)', (column) => column.notNull())
    .addColumn('ip', 'varchar(64)')
    // The address as far as it tells households apart (IPv6: the first 64 bits).
    .addColumn('network', 'varchar(64)')
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('refresh_hash', 'varchar(64)', (column) => column.notNull())
    .addColumn('rotated_at', timestamp, now)
    .addColumn('created_at', timestamp, now)
    .addColumn('last_seen_at', timestamp, now)
    .addColumn('idle_until', timestamp, (column) => column.notNull())
    .addColumn('expires_at', timestamp, (column) => column.notNull())
    .addColumn('ended_at', timestamp)
    .addColumn('end_reason', 'varchar(30)')
    .addForeignKeyConstraint('session_account', ['account_id'], 'account', ['id'])
    .addCheckConstraint('session_generation_positive', sql`generation > 0`)
    .addCheckConstraint('session_end_has_reason', sql`(ended_at is null) = (end_reason is null)`)
    .execute();
  await db.schema.createIndex('session_by_account').on('session').columns(['account_id', 'id']).execute();
  await db.schema.createIndex('session_by_end').on('session').columns(['ended_at']).execute();
}

async function createSellers(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('seller')
    .addColumn('account_id', 'bigint', (column) => column.primaryKey())
    .addColumn('shop_name', 'varchar(120)', (column) => column.notNull())
    .addColumn('about', 'varchar(2000)', (column) => column.notNull().defaultTo(''))
    .addColumn('status', 'varchar(10)', (column) => column.notNull().defaultTo('pending'))
    .addColumn('reason', 'varchar(500)')
    .addColumn('gstin', 'varchar(15)')
    .addColumn('address', json)
    .addColumn('payout_account', json)
    .addColumn('version', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', timestamp, now)
    .addColumn('decided_at', timestamp)
    .addForeignKeyConstraint('seller_account', ['account_id'], 'account', ['id'])
    .addCheckConstraint('seller_status_known', sql`status in ('pending', 'approved', 'rejected')`)
    .execute();
  await db.schema.createIndex('seller_by_status').on('seller').columns(['status', 'account_id']).execute();
  // Whose orders a seller has served: learned from `order.placed`, so that he may read these users and no others.
  await db.schema
    .createTable('seller_buyer')
    .addColumn('seller_id', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('seller_buyer_pk', ['seller_id', 'account_id'])
    .execute();
  await db.schema.createIndex('seller_buyer_by_account').on('seller_buyer').columns(['account_id']).execute();
}

export const accounts: Migration = {
  name: '001-accounts',
  async up(db) {
    await createAccounts(db);
    await createRoles(db);
    await createSessions(db);
    await createSellers(db);
    // Fixed ids come first: the house is user 1, the built-in roles are 1 to 5.
    await startIdsAt(db, 'account', 101);
    await startIdsAt(db, 'role', 101);
  },
};
