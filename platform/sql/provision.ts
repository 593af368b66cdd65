/** Prepares a database server for the services: a schema and a user each, so that the server itself keeps them apart. */
import { createHmac } from 'node:crypto';
import { dialectOfUrl } from './dialect.ts';
import { provisionMysql } from './mysql/provision.ts';
import { provisionPostgres } from './postgres/provision.ts';

export interface ProvisionedService {
  url: string;
  schema: string;
  /** False where the given user may not make users: the schemas are then apart by convention only. */
  isolated: boolean;
}

export const provision = (
  adminUrl: string,
  services: readonly string[],
  secretKey: string,
): Promise<Map<string, ProvisionedService>> =>
  (dialectOfUrl(adminUrl) === 'postgres' ? provisionPostgres : provisionMysql)(adminUrl, services, secretKey);

export const passwordOf = (service: string, secretKey: string): string =>
  createHmac('sha256', secretKey).update(`database:${service}`).digest('hex');

export function withCredentials(adminUrl: string, user: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = user;
  url.password = password;
  return url.href;
}
