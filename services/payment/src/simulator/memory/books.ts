/** A gateway's books in memory, wired to the simulator's clock and to the dialect that tells their news. */
import type { Books } from '../core/books.ts';
import { capturePayment, expirePayment } from '../core/payments.ts';
import type { Dialect, World } from '../http/dialect.ts';
import { type MemoryStore, memoryStore } from './store.ts';

export function memoryBooks(
  world: World,
  habits: Books['habits'],
  newId: Books['newId'],
  dialect: () => Dialect,
): { books: Books; store: MemoryStore } {
  const store = memoryStore({
    clock: world.clock,
    tell: (news) => world.tell(dialect(), news),
    due: {
      expire: (payment) => expirePayment(books, payment),
      settle: (payment) => capturePayment(books, payment),
    },
  });
  const books: Books = {
    store,
    habits,
    now: world.clock.now,
    newId,
    newToken: () => world.random.text(43),
  };
  return { books, store };
}
