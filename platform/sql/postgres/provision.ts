/**
 * Prepares a PostgreSQL database for the services: one schema and one role each, so that the server itself refuses
 * a read across services. Where the given user may not create roles, all services go on with that user.
 */
import pg from 'pg';
import { isDatabaseAway } from '../away.ts';
import { type ProvisionedService, passwordOf, withCredentials } from '../provision.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

export const schemaOf = (service: string): string => `haat_${service}`;

export async function provisionPostgres(
  adminUrl: string,
  services: readonly string[],
  secretKey: string,
): Promise<Map<string, ProvisionedService>> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // Several processes may start at once; CREATE ROLE and CREATE SCHEMA race with themselves.
    await client.query('select pg_advisory_lock(724011)');
    await createExtensions(client);
    const provisioned = new Map<string, ProvisionedService>();
    for (const service of services) {
      provisioned.set(service, await provisionOne(client, adminUrl, service, secretKey));
    }
    return provisioned;
  } finally {
    await client.end();
  }
}

async function createExtensions(client: pg.Client): Promise<void> {
  for (const extension of ['pg_trgm', 'unaccent']) {
    await client.query(`create extension if not exists ${extension} schema public`);
  }
}

async function provisionOne(
  client: pg.Client,
  adminUrl: string,
  service: string,
  secretKey: string,
): Promise<ProvisionedService> {
  const schema = schemaOf(service);
  const password = passwordOf(service, secretKey);
  const isolated = await createRole(client, adminUrl, schema, password);
  const owner = isolated ? ` authorization "${schema}"` : '';
  await client.query(`create schema if not exists "${schema}"${owner}`);
  if (!isolated) return { url: adminUrl, schema, isolated };
  await client.query(`revoke all on schema "${schema}" from public`);
  return { url: withCredentials(adminUrl, schema, password), schema, isolated };
}

async function canLogIn(adminUrl: string, role: string, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: withCredentials(adminUrl, role, password) });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // No connection left says nothing about the password.
    if (isDatabaseAway(error)) throw error;
    return false;
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, adminUrl: string, role: string, password: string): Promise<boolean> {
  try {
    const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (rows.length === 0) await client.query(`create role "${role}" login password '${password}'`);
    // Roles belong to the whole server: an unneeded ALTER collides with a neighbour's start.
    else if (!(await canLogIn(adminUrl, role, password))) {
      await client.query(`alter role "${role}" with login password '${password}'`);
    }
    const { rows: users } = await client.query('select current_user as name');
    // To create a schema owned by a role one has to be a member of it.
    await client.query(`grant "${role}" to "${users[0].name}"`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}
