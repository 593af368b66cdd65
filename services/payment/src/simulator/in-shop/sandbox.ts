/** The sandbox, open for business: the native gateway of the simulator, with its books in the shop's database. */
import { randomBytes } from 'node:crypto';
import type { Books } from '../core/books.ts';
import { nativeApi } from '../dialects/native/api.ts';
import { nativeHabits, nativeIds } from '../dialects/native/habits.ts';
import type { Sandbox, SandboxHost } from './host.ts';
import { openSender } from './sender.ts';
import { databaseStore } from './store.ts';

export function openSandbox(host: SandboxHost): Sandbox {
  const sender = openSender(host);
  const books: Books = {
    store: databaseStore(host, sender),
    habits: nativeHabits,
    now: () => new Date(),
    newId: nativeIds((length) => randomBytes(length / 2).toString('hex')),
    newToken: () => randomBytes(32).toString('base64url'),
  };
  return {
    ...host,
    books,
    api: nativeApi(books, ({ token }) => `${host.pageUrl}/${token}`),
    sender,
    close: () => sender.close(),
  };
}
