/** Applying a code to one's cart. Its uses are looked at here and counted when an order is placed. */
import type { cartApi } from '#contracts/cart/api.ts';
import { type DiscountApplied, MAX_CART_CODES } from '#contracts/cart/schemas.ts';
import { formatMoney, ratioOf } from '#contracts/common/money.ts';
import type { Input } from '#platform/contract/route.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';
import type { StoredCart } from '../domain/cart.ts';
import type { AppliedCode, NotApplying } from '../domain/discount.ts';
import { followPrices } from '../domain/lines.ts';
import { type Reckoned, reckon } from '../domain/reckon.ts';
import { discountKeyOf } from '../store/discounts.ts';
import { readCode } from '../store/read-carts.ts';
import { editCart } from './edit-cart.ts';
import { type Gathered, gather } from './gather.ts';
import { reasonText, toCart } from './show-cart.ts';

export async function applyDiscount(
  cart: CartService,
  { body }: Input<typeof cartApi.applyDiscount>,
  context: Context,
): Promise<DiscountApplied> {
  const codeKey = discountKeyOf(body.discountCode);
  const { answer } = await editCart(cart, context, {
    async gather(before) {
      const [gathered, code] = await Promise.all([
        gather(cart, before, context),
        readCode(cart.database, codeKey, context.caller?.userId ?? null),
      ]);
      return { ...gathered, code };
    },
    decide(before, { code, ...gathered }) {
      if (before === null || before.lines.length === 0) throw problem('cart.empty');
      if (body.productId !== undefined && !before.lines.some((line) => line.productId === body.productId)) {
        throw problem('cart.item_not_found');
      }
      if (code === null) throw problem('discount.invalid', { detail: 'There is no such code.' });
      const held = before.codes.find((other) => other.discountId === code.discountId);
      if (!held && before.codes.length >= MAX_CART_CODES) throw problem('discount.stacked');
      refuseUnlessItApplies(before, code, gathered);
      const put = followPrices(before.lines, gathered.facts);
      if (held && held.refused === null && put.length === 0) return null;
      return { put, putCodes: [code.discountId] };
    },
    answer(after, { code, facts, now }) {
      const reckoned = reckon(withCode(after!, code!), facts, now);
      return toAnswer(reckoned, code!, body.productId, cart.common.currency);
    },
  });
  return answer;
}

const withCode = (cart: StoredCart, code: AppliedCode): StoredCart => ({
  ...cart,
  codes: [...cart.codes.filter((other) => other.discountId !== code.discountId), code],
});

const problemOf: Record<NotApplying, string | null> = {
  off: 'discount.invalid',
  not_begun: 'discount.expired',
  ended: 'discount.expired',
  used_up: 'discount.exhausted',
  not_for_guests: null,
  out_of_scope: 'discount.invalid',
  below_minimum: 'discount.invalid',
  nothing_left: null,
};

function refuseUnlessItApplies(before: StoredCart, code: AppliedCode, { facts, now }: Gathered): void {
  const reckoned = reckon(withCode(before, code), facts, now);
  const { reason } = effectOf(reckoned, code);
  const refusal = reason && problemOf[reason];
  if (refusal) throw problem(refusal, { detail: reasonText(reason) });
}

const effectOf = ({ priced }: Reckoned, code: AppliedCode) =>
  priced.codes.find((effect) => effect.code.discountId === code.discountId)!;

function toAnswer(
  reckoned: Reckoned,
  code: AppliedCode,
  productId: number | undefined,
  currency: string,
): DiscountApplied {
  const line = reckoned.lines.find((candidate) => candidate.productId === productId);
  return {
    code: code.code,
    kind: code.kind,
    amount: formatMoney(effectOf(reckoned, code).amountMinor, currency),
    ...(line === undefined
      ? {}
      : {
          product: {
            id: line.productId,
            price: formatMoney(line.unitPriceMinor, currency),
            discountedPrice: formatMoney(
              ratioOf(line.priced.totalMinor - line.priced.discountMinor, 1, line.quantity),
              currency,
            ),
          },
        }),
    cart: toCart(reckoned, currency),
  };
}
