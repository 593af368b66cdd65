/** Settings of the process as a whole; each service adds its own in `services/<name>/src/config.ts`. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { serviceNames } from '#contracts/common/services.ts';
import { ConfigError, type Environment, readConfig } from '#platform/config/config.ts';
import { SHORTEST_HISTORY_DAYS } from '#platform/events/forget.ts';
import type { CommonConfig } from '#platform/service/manifest.ts';
import { verifiedDatabaseUrl } from '#platform/sql/verified-url.ts';

const optionalText = (description: string) => Type.Optional(Type.String({ maxLength: 2_000, description }));
const onOff = (value: 'on' | 'off', description: string) =>
  Type.Union([Type.Literal('on'), Type.Literal('off')], { default: value, description });

export const serverConfig = Type.Object({
  NODE_ENV: Type.String({ default: 'development', description: '`production` refuses weak secrets and the sandbox.' }),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on; `0.0.0.0` for all.' }),
  PORT: Type.Integer({ default: 8000, minimum: 1, maximum: 65_535, description: 'Port to listen on.' }),
  PUBLIC_URL: optionalText(
    'Where shoppers reach the shop; every link is made from it. Default `http://localhost:PORT`.',
  ),
  DATA_DIR: Type.String({ default: '.data', description: 'Embedded database, pictures, mails, keys.' }),
  DATABASE_URL: optionalText(
    'A database server to use instead of the embedded one: `postgres://user:password@host/db`, or MySQL 8 or MariaDB 10.6 and newer: `mysql://user:password@host/db`.',
  ),
  DATABASE_CA_FILE: optionalText(
    'PEM file of the authority that signed the database’s certificate: connections are encrypted, and refused unless the certificate is its and names the host.',
  ),
  MIGRATE_ON_START: onOff(
    'on',
    'off: the tables are made by `npm run migrate`; a process waits for it, alive and not ready.',
  ),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://',
      maxLength: 2_000,
      description:
        'Where several processes serve one shop: `redis://:password@host:6379`, or `rediss://` for TLS. One process needs none.',
    }),
  ),
  REDIS_CA_FILE: optionalText('PEM file of the authority that signed the certificate of Redis; for `rediss://` only.'),
  REDIS_PREFIX: Type.String({
    default: 'haat',
    pattern: '^[\\w-]{1,40}$',
    description: 'Before all keys and channels, so that shops can share a Redis.',
  }),
  SERVICES: Type.String({
    default: 'all',
    description: '`all`, or names: `product,cart`. A subset needs DATABASE_URL.',
  }),
  SECRET_KEY: optionalText(
    'At least 32 characters; signs cookies and service calls, encrypts keys at rest. Made once in DATA_DIR when the database is embedded.',
  ),
  CURRENCY: Type.String({
    default: 'INR',
    pattern: '^[A-Z]{3}$',
    description: 'The one currency of the shop, ISO 4217.',
  }),
  DEMO: Type.Optional(
    Type.Union([Type.Literal('0'), Type.Literal('1')], {
      description: 'Demo catalogue and accounts. Default 1 with the embedded database, else 0.',
    }),
  ),
  RATE_LIMIT: onOff('on', 'off: no limiter, login throttle or per-user cap. Refused in production.'),
  RATE_PER_MINUTE: Type.Integer({
    default: 1_200,
    minimum: 1,
    description: 'Requests a minute and address, for all routes and, with REDIS_URL, all processes together.',
  }),
  CORS_ORIGINS: Type.String({ default: '', description: 'Origins of browsers that may call, separated by commas.' }),
  TRUSTED_PROXIES: Type.String({
    default: '',
    description: 'Addresses of proxies whose X-Forwarded-For is believed, separated by commas.',
  }),
  DRAIN_NOTICE_MS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 30_000,
    description:
      'How long after SIGTERM requests are still taken, so that a balancer notices first; 3000 behind the nginx of `deploy/nginx`.',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'How much is logged; `debug` adds a line for each request.' },
  ),
  SMTP_URL: optionalText('`smtp://user:password@host:587`; without it mails are written to DATA_DIR/outbox-mail.'),
  MAIL_FROM: Type.String({ default: 'Haat <shop@localhost>', description: 'Sender of all mails.' }),
  DATABASE_POOL: Type.Integer({
    default: 10,
    minimum: 1,
    maximum: 50,
    description: 'Connections a service; near 10 is best.',
  }),
  METRICS_TOKEN: optionalText(
    'What `/metrics` asks for as a bearer token; without it whoever reaches the port may read.',
  ),
  INVARIANTS_EVERY_MINUTES: Type.Integer({
    default: 60,
    minimum: 0,
    maximum: 10_080,
    description:
      'How often the books of the whole shop are checked; 0 for never. Needs all services on one DATABASE_URL.',
  }),
  HISTORY_DAYS: Type.Integer({
    default: 90,
    minimum: SHORTEST_HISTORY_DAYS,
    maximum: 3_650,
    description: 'How long delivered events, finished jobs and what was answered under an Idempotency-Key are kept.',
  }),
  ...Object.fromEntries(
    serviceNames.flatMap((name) => [
      [
        `${name.toUpperCase()}_URL`,
        optionalText(`Where the ${name} service answers when it runs apart; replicas separated by commas.`),
      ],
      [`${name.toUpperCase()}_DATABASE_URL`, optionalText(`A database of its own for the ${name} service.`)],
    ]),
  ),
});

export type ServerConfig = Static<typeof serverConfig> & Record<`${Uppercase<string>}_URL`, string | undefined>;

export interface Settings {
  server: ServerConfig;
  common: CommonConfig;
  services: readonly string[];
  demo: boolean;
  embedded: boolean;
  environment: Environment;
}

export function readSettings(environment: Environment): Settings {
  const server = verified(readConfig(serverConfig, environment) as ServerConfig);
  const services = chosenServices(server.SERVICES);
  const embedded = server.DATABASE_URL === undefined;
  const production = server.NODE_ENV === 'production';
  if (embedded && services.length < serviceNames.length) {
    throw new ConfigError(
      'SERVICES names a part of the shop, so the parts need one database server: set DATABASE_URL.',
    );
  }
  if (production && server.RATE_LIMIT === 'off') {
    throw new ConfigError('RATE_LIMIT=off leaves logins open to guessing; remove it in production.');
  }
  if (production && !server.PUBLIC_URL) {
    throw new ConfigError(
      'Set PUBLIC_URL to the address where shoppers reach the shop, e.g. https://shop.example.com.',
    );
  }
  const dataDir = resolve(server.DATA_DIR);
  return {
    server,
    services,
    embedded,
    demo: server.DEMO === undefined ? embedded && !production : server.DEMO === '1',
    environment,
    common: {
      production,
      publicUrl: (server.PUBLIC_URL ?? `http://localhost:${server.PORT}`).replace(/\/+$/, ''),
      selfUrl: `http://127.0.0.1:${server.PORT}`,
      secretKey: secretKeyOf(server, dataDir, embedded),
      currency: server.CURRENCY,
      dataDir,
      rateLimit: server.RATE_LIMIT === 'on',
    },
  };
}

const ownDatabase = (service: string) => `${service.toUpperCase()}_DATABASE_URL` as 'X_URL';

/** With an authority given, every database address asks for a certificate of it. */
function verified(server: ServerConfig): ServerConfig {
  const names = ['DATABASE_URL' as const, ...serviceNames.map(ownDatabase)];
  const addresses = names.map((name) => [name, server[name]] as const).filter(([, address]) => address !== undefined);
  const careless = addresses.find(([, address]) => /[?&]sslmode=no-verify\b/.test(address!));
  if (careless && server.NODE_ENV === 'production') {
    throw new ConfigError(
      `${careless[0]} says sslmode=no-verify, which trusts whoever answers: use verify-full, with DATABASE_CA_FILE for an authority of your own.`,
    );
  }
  if (server.REDIS_CA_FILE && !server.REDIS_URL?.startsWith('rediss:')) {
    throw new ConfigError('REDIS_CA_FILE is set, so let REDIS_URL begin with rediss://.');
  }
  const caFile = server.DATABASE_CA_FILE;
  if (!caFile) return server;
  return {
    ...server,
    ...Object.fromEntries(addresses.map(([name, url]) => [name, verifiedDatabaseUrl(url!, caFile)])),
  };
}

function chosenServices(text: string): readonly string[] {
  if (text === 'all') return serviceNames;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(serviceNames as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(`SERVICES names ${unknown.join(', ')}; the services are ${serviceNames.join(', ')}.`);
  }
  return [...new Set(names)];
}

const MIN_SECRET = 32;
const weakSecret = /^(.)\1*$|secret|password|changeme|example/i;

function secretKeyOf(server: ServerConfig, dataDir: string, embedded: boolean): string {
  const given = server.SECRET_KEY;
  if (given !== undefined) {
    if (given.length < MIN_SECRET || (server.NODE_ENV === 'production' && weakSecret.test(given))) {
      throw new ConfigError(
        'SECRET_KEY is too weak: set at least 32 random characters, e.g. from `openssl rand -hex 32`.',
      );
    }
    return given;
  }
  if (!embedded) {
    throw new ConfigError('Set SECRET_KEY to at least 32 random characters, e.g. from `openssl rand -hex 32`.');
  }
  return storedSecret(dataDir);
}

function storedSecret(dataDir: string): string {
  const path = join(dataDir, 'secret-key');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(32).toString('hex');
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}
