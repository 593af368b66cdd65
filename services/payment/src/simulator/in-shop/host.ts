/**
 * What the sandbox is given to play an outside party: its own books, a way to do things later, and two addresses. The
 * types keep it from reading the payment service's tables, and the payment service from reading its.
 */
import type { JobQueue } from '#platform/events/jobs.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { Logger } from '#platform/log/log.ts';
import type { Database, Executor } from '#platform/sql/database.ts';
import type { Books } from '../core/books.ts';
import type { NativeApi } from '../dialects/native/api.ts';
import type { Sender } from './sender.ts';
import type { SandboxTables } from './tables.ts';

export type Rows = Executor<SandboxTables & PlatformTables>;

export interface SandboxHost {
  database: Database<SandboxTables & PlatformTables>;
  jobs: JobQueue;
  log: Logger;
  /** Where shoppers reach its page, without the token. */
  pageUrl: string;
  /** Where it reports. */
  webhookUrl: string;
  webhookSecret: string;
}

export interface Sandbox extends SandboxHost {
  books: Books;
  api: NativeApi;
  sender: Sender;
  close(): Promise<void>;
}
