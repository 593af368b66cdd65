/**
 * Every edit of a cart: one statement for many carts at once. An edit names the version it was decided on and is applied
 * only to that version of an unclaimed cart, so two edits never overwrite each other: the later one is told to decide
 * again. Carts are locked in id order.
 */
import { chain } from '#platform/sql/changes/chain.ts';
import { deleteRows } from '#platform/sql/changes/delete-rows.ts';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { updateRows } from '#platform/sql/changes/update-rows.ts';
import { atomically, type Executor } from '#platform/sql/database.ts';
import type { FieldType } from '#platform/sql/statement.ts';
import type { Owner } from '../domain/cart.ts';
import type { LineToPut } from '../domain/lines.ts';
import type { RefusedCode } from '../domain/lost-codes.ts';

export interface CartChange {
  owner: Owner;
  /** Null: the owner has no cart yet. */
  cartId: number | null;
  version: number;
  /** Added, or set when the variant is there already. */
  put?: readonly LineToPut[];
  /** Ids of lines. */
  remove?: readonly number[];
  /** Ids of discounts; one that is there already is no longer refused. */
  putCodes?: readonly number[];
  /** Codes that the shopper is told to have lost, and why. */
  refuseCodes?: readonly RefusedCode[];
  removeCodes?: readonly number[];
}

export interface ChangedCart {
  cartId: number;
  version: number;
  updatedAt: Date;
  /** Ids of the lines that were put, by variant. */
  lineIds: ReadonlyMap<number, number>;
}

interface Changed {
  id: number;
  version: number;
  updated_at: Date;
}
const changed = { id: 'bigint', version: 'bigint', updated_at: 'timestamp' } as const;

const BUMP = updateRows<Changed & { ord: number }>({
  table: 'cart',
  fields: { ord: 'int', cart_id: 'bigint', version: 'bigint' },
  match: { id: 'cart_id' },
  where: 't.version = r.version and t.claimed_by is null',
  set: { version: 't.version + 1', updated_at: 'now()' },
  lockBy: ['id'],
  returning: changed,
  echo: ['ord'],
});

interface PutLine {
  cart_id: number;
  variant_id: number;
  id: number;
}

const lineFields = {
  pos: 'int',
  product_id: 'bigint',
  variant_id: 'bigint',
  seller_id: 'bigint',
  title: 'text',
  quantity: 'int',
  added_minor: 'bigint',
  shown_minor: 'bigint',
  cart_id: 'bigint',
} as const;

/** Lines and codes for the carts of an earlier part, which tells them by the field `by`. */
function additions(part: string, by: string, type: FieldType) {
  const after = { part, on: { [by]: by }, take: { cart_id: 'id' } };
  return {
    put: insertRows<PutLine>({
      table: 'cart_line',
      fields: { [by]: type, ...lineFields },
      aside: [by, 'pos'],
      orderBy: 'r.cart_id, r.pos',
      duplicate: {
        key: ['cart_id', 'variant_id'],
        set: { quantity: 'new.quantity', shown_minor: 'new.shown_minor' },
      },
      returning: { cart_id: 'bigint', variant_id: 'bigint', id: 'bigint' },
      after,
    }),
    coded: insertRows({
      table: 'cart_code',
      fields: { [by]: type, discount_id: 'bigint', refused: 'text', cart_id: 'bigint' },
      aside: [by],
      orderBy: 'r.cart_id, r.discount_id',
      duplicate: { key: ['cart_id', 'discount_id'], set: { refused: 'new.refused' } },
      after,
    }),
  };
}

const ofBumped = { part: 'bumped', on: { ord: 'ord' }, take: { cart_id: 'id' } } as const;

const CHANGE = chain({
  bumped: BUMP,
  ...additions('bumped', 'ord', 'int'),
  removed: deleteRows({
    table: 'cart_line',
    fields: { ord: 'int', id: 'bigint', cart_id: 'bigint' },
    match: { id: 'id', cart_id: 'cart_id' },
    after: ofBumped,
  }),
  uncoded: deleteRows({
    table: 'cart_code',
    fields: { ord: 'int', discount_id: 'bigint', cart_id: 'bigint' },
    match: { cart_id: 'cart_id', discount_id: 'discount_id' },
    after: ofBumped,
  }),
});

/** Carts that come into being with what is put into them. */
const makeFor = (owner: 'user_id' | 'guest_id', type: FieldType) =>
  chain({
    made: insertRows<Changed & { user_id: number; guest_id: string }>({
      table: 'cart',
      fields: { [owner]: type },
      orderBy: `r.${owner}`,
      duplicate: 'skip',
      returning: { ...changed, [owner]: type },
    }),
    ...additions('made', owner, type),
  });
const MAKE = { user_id: makeFor('user_id', 'bigint'), guest_id: makeFor('guest_id', 'text') };

/** In the order of the changes; null where the cart is no longer what the change was decided on, or is claimed. */
export async function changeCarts(
  executor: Executor<any>,
  changes: readonly CartChange[],
): Promise<Array<ChangedCart | null>> {
  const numbered = firstOfEachOwner(changes);
  const known = numbered.filter(({ cartId }) => cartId !== null);
  const fresh = numbered.filter(({ cartId }) => cartId === null);
  const rows =
    fresh.length === 0
      ? await changeKnown(executor, known)
      : await atomically(executor, async (tx) => [
          ...(await changeKnown(tx, known)),
          ...(await makeCarts(tx, fresh, 'user_id')),
          ...(await makeCarts(tx, fresh, 'guest_id')),
        ]);
  const answers: Array<ChangedCart | null> = changes.map(() => null);
  for (const { ord, id, version, updated_at, lines } of rows) {
    const lineIds = new Map(lines.map((line) => [line.variant_id, line.id]));
    answers[ord] = { cartId: id, version, updatedAt: updated_at, lineIds };
  }
  return answers;
}

type ChangedRow = Changed & { ord: number; lines: readonly PutLine[] };

async function changeKnown(executor: Executor<any>, changes: readonly Numbered[]): Promise<ChangedRow[]> {
  const { bumped, put } = await CHANGE(executor, {
    bumped: changes.map(({ ord, cartId, version }) => ({ ord, cart_id: cartId, version })),
    put: list(changes, 'ord', ({ put: lines = [] }) => lines.map(toLineRow)),
    coded: list(changes, 'ord', codesOf),
    removed: list(changes, 'ord', ({ remove = [] }) => remove.map((id) => ({ id }))),
    uncoded: list(changes, 'ord', ({ removeCodes = [] }) => removeCodes.map((discount_id) => ({ discount_id }))),
  });
  const lines = Map.groupBy(put, (line) => line.cart_id);
  return bumped.map((row) => ({ ...row, lines: lines.get(row.id) ?? [] }));
}

async function makeCarts(
  executor: Executor<any>,
  changes: readonly Numbered[],
  by: keyof typeof MAKE,
): Promise<ChangedRow[]> {
  const own = changes.filter((change) => change[by] !== null);
  const { made, put } = await MAKE[by](executor, {
    made: own.map((change) => ({ [by]: change[by] })),
    put: list(own, by, ({ put: lines = [] }) => lines.map(toLineRow)),
    coded: list(own, by, codesOf),
  });
  const lines = Map.groupBy(put, (line) => line.cart_id);
  const ordOf = new Map(own.map((change) => [change[by], change.ord]));
  return made.map((row) => ({ ...row, ord: ordOf.get(row[by])!, lines: lines.get(row.id) ?? [] }));
}

type Numbered = CartChange & { ord: number; user_id: number | null; guest_id: string | null };

/** One statement cannot update a row twice: of two edits of one cart the second is told to decide again. */
function firstOfEachOwner(changes: readonly CartChange[]): Numbered[] {
  const seen = new Set<number | string>();
  return changes.flatMap((change, ord) => {
    const owner = change.owner.userId ?? change.owner.guestId!;
    if (seen.has(owner)) return [];
    seen.add(owner);
    return [{ ...change, ord, user_id: change.owner.userId, guest_id: change.owner.guestId }];
  });
}

const list = (changes: readonly Numbered[], by: 'ord' | 'user_id' | 'guest_id', rowsOf: (of: CartChange) => object[]) =>
  changes.flatMap((change) => rowsOf(change).map((row) => ({ [by]: change[by], ...row })));

const codesOf = ({ putCodes = [], refuseCodes = [] }: CartChange) => [
  ...putCodes.map((discountId) => ({ discount_id: discountId, refused: null })),
  ...refuseCodes.map(({ discountId, refused }) => ({ discount_id: discountId, refused })),
];

const toLineRow = (line: LineToPut, pos: number) => ({
  pos,
  product_id: line.productId,
  variant_id: line.variantId,
  seller_id: line.sellerId,
  title: line.title,
  quantity: line.quantity,
  added_minor: line.addedMinor,
  shown_minor: line.shownMinor,
});
