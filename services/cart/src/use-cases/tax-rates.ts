/** Tax rates: read by anyone, set by those who manage tax. */

import type { Updateable } from 'kysely';
import type { Static } from 'typebox';
import type { cartApi } from '#contracts/cart/api.ts';
import type { ChangeTaxRate, TaxRate } from '#contracts/cart/schemas.ts';
import { percentText } from '#contracts/common/money.ts';
import type { Input } from '#platform/contract/route.ts';
import { invalid, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { idempotently } from '#platform/service/idempotency.ts';
import { afterCommit, isUniqueViolation } from '#platform/sql/database.ts';
import type { CartService } from '../base.ts';
import { foldPostalCode, foldState } from '../domain/place.ts';
import { pageOfRows } from '../store/page.ts';
import type { TaxRateTable } from '../store/tables.ts';
import {
  deleteTaxRate,
  insertTaxRate,
  listTaxRates,
  lockTaxRate,
  readTaxRate,
  type TaxRateRow,
  updateTaxRate,
} from '../store/tax-rates.ts';
import { auditEvent } from './audit-event.ts';

type Tx = Parameters<Parameters<CartService['database']['tx']>[0]>[0];
type Fields = Static<typeof ChangeTaxRate>;

export async function readTaxRates({ database }: CartService, { query }: Input<typeof cartApi.listTaxRates>) {
  const { page, total } = await listTaxRates(database.kysely, query);
  return { ...pageOfRows(page, query, toTaxRate), total };
}

export async function getTaxRate(
  { database }: CartService,
  { params }: Input<typeof cartApi.getTaxRate>,
): Promise<TaxRate> {
  const row = await readTaxRate(database.kysely, params.id);
  if (!row) throw problem('tax.not_found');
  return toTaxRate(row);
}

export async function createTaxRate(
  cart: CartService,
  { body }: Input<typeof cartApi.createTaxRate>,
  context: Context,
): Promise<TaxRate> {
  await checkCategory(cart, body, context);
  return idempotently(cart.database, context, 'cart.createTaxRate', body, async (tx) => {
    const columns = columnsOf(body, null);
    const row = await uniquely(insertTaxRate(tx, { ...columns, name: body.name, percent: body.percent }));
    return audited(cart, tx, context, 'tax_rate.created', null, row);
  });
}

export async function changeTaxRate(
  cart: CartService,
  { params, body }: Input<typeof cartApi.updateTaxRate>,
  context: Context,
): Promise<TaxRate> {
  await checkCategory(cart, body, context);
  return cart.database.tx(async (tx) => {
    const before = await lockTaxRate(tx, params.id);
    if (!before) throw problem('tax.not_found');
    const row = await uniquely(updateTaxRate(tx, before.id, columnsOf(body, before)));
    return audited(cart, tx, context, 'tax_rate.changed', before, row);
  });
}

export async function removeTaxRate(
  cart: CartService,
  { params }: Input<typeof cartApi.deleteTaxRate>,
  context: Context,
): Promise<void> {
  await cart.database.tx(async (tx) => {
    const row = await deleteTaxRate(tx, params.id);
    if (!row) throw problem('tax.not_found');
    await audited(cart, tx, context, 'tax_rate.deleted', row, { ...row, version: row.version + 1 });
  });
}

async function checkCategory({ peers }: CartService, { categoryId }: Fields, context: Context): Promise<void> {
  if (categoryId != null) await peers.product.getCategory({ params: { id: categoryId } }, context);
}

/** Of the fields that were sent; empty text and 0 stand for "every". */
function columnsOf(fields: Fields, before: TaxRateRow | null): Updateable<TaxRateTable> {
  const { name, percent, country, state, postalPrefix, categoryId, included } = fields;
  const columns: Updateable<TaxRateTable> = {
    ...(name === undefined ? {} : { name }),
    ...(percent === undefined ? {} : { percent }),
    ...(country === undefined ? {} : { country: country ?? '' }),
    ...(state === undefined ? {} : { state: (state ?? '').trim(), state_key: foldState(state ?? '') }),
    ...(postalPrefix === undefined ? {} : { postal_prefix: foldPostalCode(postalPrefix ?? '') }),
    ...(categoryId === undefined ? {} : { category_id: categoryId ?? 0 }),
    ...(included === undefined ? {} : { included }),
  };
  const after = { country: '', state_key: '', postal_prefix: '', ...before, ...columns };
  if (after.country === '' && (after.state_key !== '' || after.postal_prefix !== '')) {
    throw invalid('country', 'is required beside a state or a postal prefix');
  }
  return columns;
}

async function uniquely<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error, 'tax_rate_scope_once') ? problem('tax.exists') : error;
  }
}

async function audited(
  { outbox, rules }: CartService,
  tx: Tx,
  context: Context,
  action: string,
  before: TaxRateRow | null,
  after: TaxRateRow,
): Promise<TaxRate> {
  afterCommit(tx, rules.drop);
  const details = { before: before && toTaxRate(before), after: toTaxRate(after) };
  await outbox.emit(tx, [auditEvent(context, action, 'tax_rate', after, details)]);
  return toTaxRate(after);
}

const toTaxRate = (row: TaxRateRow): TaxRate => ({
  id: row.id,
  name: row.name,
  percent: percentText(row.percent),
  country: row.country || null,
  state: row.state || null,
  postalPrefix: row.postal_prefix || null,
  categoryId: row.category_id || null,
  included: row.included,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
