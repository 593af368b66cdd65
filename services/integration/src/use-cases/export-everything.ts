/** Everything that the shop knows about the caller, gathered from the services that own it. */
import type { WholeExport } from '#contracts/integration/schemas.ts';
import type { Context } from '#platform/service/context.ts';
import type { IntegrationService } from '../base.ts';

export async function exportEverything({ peers }: IntegrationService, context: Context): Promise<WholeExport> {
  const [account, cart, orders, payments] = await Promise.all([
    peers.user.exportProfile({}, context),
    peers.cart.getCart({}, context),
    allPages((cursor) => peers.order.listOrders({ query: { as: 'buyer', limit: 100, cursor } }, context)),
    allPages((cursor) => peers.payment.listPayments({ query: { limit: 100, cursor } }, context)),
  ]);
  return { exportedAt: new Date().toISOString(), account, cart, orders, payments };
}

const MAX_PAGES = 100;

async function allPages<T>(
  read: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, nextCursor } = await read(cursor);
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}
