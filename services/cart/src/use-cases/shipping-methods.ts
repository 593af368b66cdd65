/** Shipping methods: read by anyone, set by those who manage shipping. */

import type { Insertable } from 'kysely';
import type { cartApi } from '#contracts/cart/api.ts';
import type { ShippingMethod } from '#contracts/cart/schemas.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import { afterCommit, isUniqueViolation } from '#platform/sql/database.ts';
import type { CartService } from '../base.ts';
import { pageOfRows } from '../store/page.ts';
import {
  deleteShippingMethod,
  insertShippingMethod,
  listShippingMethods,
  lockShippingMethod,
  readShippingMethod,
  type ShippingMethodRow,
  updateShippingMethod,
} from '../store/shipping-methods.ts';
import type { ShippingMethodTable } from '../store/tables.ts';
import { auditEvent } from './audit-event.ts';
import { defaultColumns, shippingColumns, toShippingMethod } from './shipping-method-fields.ts';

type Tx = Parameters<Parameters<CartService['database']['tx']>[0]>[0];

export async function readShippingMethods(
  { database, common }: CartService,
  { query }: Input<typeof cartApi.listShippingMethods>,
) {
  const { page, total } = await listShippingMethods(database.kysely, query);
  return { ...pageOfRows(page, query, (row) => toShippingMethod(row, common.currency)), total };
}

export async function getShippingMethod(
  { database, common }: CartService,
  { params }: Input<typeof cartApi.getShippingMethod>,
): Promise<ShippingMethod> {
  const row = await readShippingMethod(database.kysely, params.id);
  if (!row) throw problem('shipping.not_found');
  return toShippingMethod(row, common.currency);
}

export async function createShippingMethod(
  cart: CartService,
  { body }: Input<typeof cartApi.createShippingMethod>,
  context: Context,
): Promise<ShippingMethod> {
  const columns = { ...defaultColumns, ...shippingColumns(body, null, cart.common.currency) };
  return idempotently(cart.database, context, 'cart.createShippingMethod', body, async (tx) => {
    const row = await uniquely(
      insertShippingMethod(tx, { active: true, ...columns } as Insertable<ShippingMethodTable>),
    );
    return audited(cart, tx, context, 'shipping_method.created', null, row);
  });
}

export async function changeShippingMethod(
  cart: CartService,
  { params, body }: Input<typeof cartApi.updateShippingMethod>,
  context: Context,
): Promise<ShippingMethod> {
  return cart.database.tx(async (tx) => {
    const before = await lockShippingMethod(tx, params.id);
    if (!before) throw problem('shipping.not_found');
    const columns = shippingColumns(body, before, cart.common.currency);
    const row = await uniquely(updateShippingMethod(tx, before.id, columns));
    return audited(cart, tx, context, 'shipping_method.changed', before, row);
  });
}

export async function removeShippingMethod(
  cart: CartService,
  { params }: Input<typeof cartApi.deleteShippingMethod>,
  context: Context,
): Promise<void> {
  await cart.database.tx(async (tx) => {
    const row = await deleteShippingMethod(tx, params.id);
    if (!row) throw problem('shipping.not_found');
    await audited(cart, tx, context, 'shipping_method.deleted', row, { ...row, version: row.version + 1 });
  });
}

async function uniquely<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error, 'shipping_method_code_once') ? problem('shipping.code_taken') : error;
  }
}

async function audited(
  { outbox, rules, common }: CartService,
  tx: Tx,
  context: Context,
  action: string,
  before: ShippingMethodRow | null,
  after: ShippingMethodRow,
): Promise<ShippingMethod> {
  afterCommit(tx, rules.drop);
  const shown = toShippingMethod(after, common.currency);
  const details = { before: before && toShippingMethod(before, common.currency), after: shown };
  await outbox.emit(tx, [auditEvent(context, action, 'shipping_method', after, details)]);
  return shown;
}
