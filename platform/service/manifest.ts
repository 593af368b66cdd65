/** What a service is to the outside of its folder: one value, from which the server is composed. */
import type { Metric } from 'prom-client';
import type { Static, TObject } from 'typebox';
import type { EndedSessions } from '../auth/sessions.ts';
import type { Client } from '../contract/client.ts';
import type { Api } from '../contract/route.ts';
import type { ErrorTable } from '../errors/problem.ts';
import type { EventCatalogue } from '../events/events.ts';
import type { EventHandlers } from '../events/inbox.ts';
import type { JobHandlers, JobQueue } from '../events/jobs.ts';
import type { Outbox } from '../events/outbox.ts';
import type { FileStore } from '../files/files.ts';
import type { Logger } from '../log/log.ts';
import type { Mailer } from '../mail/mail.ts';
import type { Neighbours } from '../neighbours/neighbours.ts';
import type { Database } from '../sql/database.ts';
import type { Migration } from '../sql/migrate.ts';
import type { Handlers } from './handlers.ts';

/** Configuration that all services share. */
export interface CommonConfig {
  production: boolean;
  /** Without a trailing slash; every link is made from it, never from the Host header. */
  publicUrl: string;
  /** This process itself, on loopback: for what it sends to its own address, such as the sandbox's webhooks. */
  selfUrl: string;
  secretKey: string;
  currency: string;
  dataDir: string;
  rateLimit: boolean;
}

/** What a service is given when it starts. `Calls` names the peers it may call and their contracts. */
export interface ServiceBase<Tables, Config, Calls extends Record<string, Api> = Record<never, Api>> {
  name: string;
  /** This process, for heartbeats: unique per start. */
  instanceId: string;
  database: Database<Tables>;
  config: Config;
  common: CommonConfig;
  log: Logger;
  peers: { readonly [K in keyof Calls]: Client<Calls[K]> };
  outbox: Outbox;
  jobs: JobQueue;
  mail: Mailer;
  files: FileStore;
  endedSessions: EndedSessions;
  neighbours: Neighbours;
}

/** Recurring work. Runs never overlap within a process; across replicas it must bear running twice. */
export interface Schedule {
  name: string;
  everyMs: number;
  run: () => Promise<void>;
}

/** What a started service offers. */
export interface StartedService<A extends Api> {
  routes: Handlers<A>;
  /** By event type, from whichever service emits it. */
  handlers?: EventHandlers;
  jobs?: JobHandlers;
  schedules?: readonly Schedule[];
  /** Its own numbers on `/metrics`, registered nowhere yet. */
  metrics?: readonly Metric<string>[];
  /** After the drain, before the database closes. */
  stop?: () => Promise<void>;
}

export interface ServiceManifest<A extends Api = Api> {
  name: string;
  /** One line for the documentation page. */
  about: string;
  api: A;
  errors: ErrorTable;
  events: EventCatalogue;
  /** Peers it calls; the whole graph is checked to be acyclic at start. */
  calls: readonly string[];
  /** Event types it listens to; known without starting it, so that emitters write its deliveries. */
  listensTo: readonly string[];
  /** Environment variables of this service, each with a default or required. */
  config: TObject;
  migrations: readonly Migration[];
  start(base: ServiceBase<any, any, any>): Promise<StartedService<A>>;
}

/** Checks the shape and keeps the types of tables, configuration and peers together. */
export function defineService<
  const A extends Api,
  Tables,
  const C extends TObject,
  Calls extends Record<string, Api> = Record<never, Api>,
>(
  manifest: Omit<ServiceManifest<A>, 'start' | 'config'> & {
    config: C;
    start(base: ServiceBase<Tables, Static<C>, Calls>): Promise<StartedService<A>>;
  },
): ServiceManifest<A> {
  return manifest as ServiceManifest<A>;
}
