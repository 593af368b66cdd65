/**
 * Prepares a MySQL or MariaDB server: one database and one user for each service. Where the given user may not make users,
 * all services go on with that user; where it may not make databases, they have to be there.
 */
import { type ProvisionedService, passwordOf, withCredentials } from '../provision.ts';
import { databaseDefaults } from './pool.ts';
import { mysqlSchemaOf } from './schema-names.ts';
import { type MysqlSession, openMysqlSession } from './session.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const isForbidden = (error: unknown) => (error as { code?: string }).code === INSUFFICIENT_PRIVILEGE;

export async function provisionMysql(
  adminUrl: string,
  services: readonly string[],
  secretKey: string,
): Promise<Map<string, ProvisionedService>> {
  const session = openMysqlSession(adminUrl);
  try {
    // Several processes may start at once.
    await session.query("select get_lock('haat_provision', 120)");
    const provisioned = new Map<string, ProvisionedService>();
    for (const service of services) {
      provisioned.set(service, await provisionOne(session, adminUrl, service, secretKey));
    }
    return provisioned;
  } finally {
    await session.close();
  }
}

async function provisionOne(
  session: MysqlSession,
  adminUrl: string,
  service: string,
  secretKey: string,
): Promise<ProvisionedService> {
  const schema = mysqlSchemaOf(adminUrl, service);
  await createDatabase(session, schema);
  const password = passwordOf(service, secretKey);
  const isolated = await createUser(session, adminUrl, schema, password);
  return { url: isolated ? withCredentials(adminUrl, schema, password) : adminUrl, schema, isolated };
}

async function createDatabase(session: MysqlSession, schema: string): Promise<void> {
  const there = await session.query('select 1 from information_schema.schemata where schema_name = ?', [schema]);
  if (there.length > 0) return;
  try {
    await session.query(`create database if not exists \`${schema}\` ${databaseDefaults}`);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    throw new Error(
      `The database user may not create the database ${schema}: create it, ${databaseDefaults}, or give the user the right.`,
      { cause: error },
    );
  }
}

async function createUser(session: MysqlSession, adminUrl: string, schema: string, password: string): Promise<boolean> {
  try {
    await session.query(`create user if not exists \`${schema}\`@'%' identified by '${password}'`);
    if (!(await canLogIn(withCredentials(adminUrl, schema, password)))) {
      await session.query(`alter user \`${schema}\`@'%' identified by '${password}'`);
    }
    // In a grant `_` stands for any character.
    await session.query(`grant all on \`${schema.replaceAll('_', '\\_')}\`.* to \`${schema}\`@'%'`);
    return true;
  } catch (error) {
    if (isForbidden(error)) return false;
    throw error;
  }
}

async function canLogIn(url: string): Promise<boolean> {
  const session = openMysqlSession(url);
  try {
    await session.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await session.close();
  }
}
