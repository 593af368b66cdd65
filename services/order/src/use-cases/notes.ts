/** Notes on an order, between its buyer, its sellers and the staff. */
import type { orderApi } from '#contracts/order/api.ts';
import type { OrderNote } from '#contracts/order/schemas.ts';
import type { Input, Reply } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf, may } from '#platform/service/handlers.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import type { OrderService } from '../base.ts';
import { cursorOf, offsetOf, placeOf } from '../domain/cursor.ts';
import type { NoteRow } from '../domain/model.ts';
import { insertNote, listNotes } from '../store/notes.ts';
import { visibleOrder } from './read-orders.ts';
import { kindOf, viewerOf } from './viewer.ts';

export async function listOrderNotes(
  service: OrderService,
  { params, query }: Input<typeof orderApi.listOrderNotes>,
  context: Context,
): Promise<Reply<typeof orderApi.listOrderNotes>> {
  const viewer = viewerOf(context);
  const kind = kindOf(viewer, await visibleOrder(service, params.id, viewer));
  const { limit, cursor } = query;
  const before = cursor === undefined ? undefined : placeOf(cursor, 1)[0];
  const found = await listNotes(
    service.database,
    params.id,
    { userId: viewer.userId, kind },
    { limit, before, offset: offsetOf(query) },
  );
  const page = found.slice(0, limit);
  return { items: page.map(noteView), nextCursor: found.length > limit ? cursorOf(page.at(-1)!.id) : null };
}

export async function addOrderNote(
  service: OrderService,
  { params, body }: Input<typeof orderApi.addOrderNote>,
  context: Context,
): Promise<OrderNote> {
  const viewer = viewerOf(context);
  const kind = kindOf(viewer, await visibleOrder(service, params.id, viewer));
  // Who reads all orders to help shoppers changes none of them.
  if (kind === 'staff' && !may(context, 'orders.manage')) throw problem('auth.forbidden');
  const { userId, name } = callerOf(context);
  return idempotently(service.database, context, 'order.note', { params, body }, async (tx) =>
    noteView(
      await insertNote(tx, {
        order_id: params.id,
        author_id: userId,
        author_name: name.slice(0, 200),
        author_kind: kind,
        text: body.text,
        visible_to_buyer: kind === 'buyer' || (body.visibleToBuyer ?? false),
      }),
    ),
  );
}

const noteView = (note: NoteRow): OrderNote => ({
  id: note.id,
  orderId: note.order_id,
  author: { id: note.author_id, name: note.author_name },
  text: note.text,
  visibleToBuyer: note.visible_to_buyer,
  createdAt: note.created_at.toISOString(),
});
