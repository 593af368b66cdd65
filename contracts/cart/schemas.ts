/** What the cart service takes and gives: carts, discounts, shipping methods, tax rates, and the claim of an order. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { Address, Country } from '../common/address.ts';
import { Count, choice, LineQuantity, name, note } from '../common/fields.ts';
import { Minor, Money, MoneyInput, Percent } from '../common/money.ts';

export const MAX_CART_LINES = 200;
export const MAX_CART_CODES = 5;

const DiscountKind = choice('fixed', 'percentage', 'coupon');
export type DiscountKind = Static<typeof DiscountKind>;

export const DiscountCode = Type.String({ minLength: 1, maxLength: 50, pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$' });

/** `lineTotal` is quantity × unitPrice, before discount and tax, so that the lines sum to `subtotal`. */
export const CartItem = Type.Object({
  id: Id,
  productId: Id,
  variantId: Id,
  variantTitle: nullable(Type.String()),
  title: Type.String(),
  sku: nullable(Type.String()),
  image: nullable(Type.String()),
  sellerId: Id,
  quantity: LineQuantity,
  unitPrice: Money,
  addedPrice: Money,
  priceChanged: Type.Boolean(),
  discount: Money,
  tax: Money,
  taxPercent: Type.String(),
  taxIncluded: Type.Boolean(),
  lineTotal: Money,
  /** What can still be sold of it; 0 also when it is no longer on sale. */
  available: Type.Integer(),
});
export type CartItem = Static<typeof CartItem>;

export const CartDiscount = Type.Object({
  code: Type.String(),
  kind: DiscountKind,
  amount: Money,
  /** Why it takes nothing off, when `amount` is 0. */
  reason: nullable(Type.String()),
});
export type CartDiscount = Static<typeof CartDiscount>;

const ShippingChoice = Type.Object({
  code: Type.String(),
  name: Type.String(),
  price: Money,
  minDays: Count,
  maxDays: Count,
});
export type ShippingChoice = Static<typeof ShippingChoice>;

/** total = subtotal − discountTotal + taxTotal + shippingTotal. */
export const Cart = Type.Object({
  /** Null: nothing was added yet. */
  id: nullable(Id),
  userId: nullable(Id),
  currency: Type.String(),
  items: Type.Array(CartItem),
  itemCount: Count,
  subtotal: Money,
  discountTotal: Money,
  /** Tax on top of the prices. */
  taxTotal: Money,
  /** Tax that the prices hold already; not added again. */
  taxIncludedTotal: Money,
  shippingTotal: Money,
  total: Money,
  discounts: Type.Array(CartDiscount),
  /** The method that `shippingTotal` is of. */
  shippingMethod: nullable(Type.String()),
  /** What can be chosen for this cart and address. */
  shippingMethods: Type.Array(ShippingChoice),
  version: Count,
  updatedAt: nullable(Time),
});
export type Cart = Static<typeof Cart>;

export const CartSummary = Type.Object({
  id: Id,
  userId: nullable(Id),
  guest: Type.Boolean(),
  itemCount: Count,
  version: Count,
  createdAt: Time,
  updatedAt: Time,
});
export type CartSummary = Static<typeof CartSummary>;
export const CartPage = pageOf(CartSummary);
export const CartQuery = Type.Object({ ...PageQuery.properties, userId: Type.Optional(Id) });

export const NewCartLine = Type.Object({ productId: Id, quantity: LineQuantity, variantId: Type.Optional(Id) });
export type NewCartLine = Static<typeof NewCartLine>;
const NewCartLines = Type.Array(NewCartLine, { minItems: 1, maxItems: 100 });

/** One line, a list of them, or `{ items: [...] }`. */
export const AddToCart = Type.Union([NewCartLine, Type.Object({ items: NewCartLines }), NewCartLines]);
export type AddToCart = Static<typeof AddToCart>;

export const SetQuantity = Type.Object({ quantity: LineQuantity });

export const CartLineData = Type.Object({
  id: Id,
  productId: Id,
  variantId: Id,
  quantity: LineQuantity,
  cartId: Id,
  title: Type.String(),
  unitPrice: Money,
  /** The same as unitPrice. */
  price: Money,
  subtotal: Money,
});
export type CartLineData = Static<typeof CartLineData>;

/** `data` is a list when a list was sent. */
export const CartAdded = Type.Object({
  message: Type.String(),
  data: Type.Union([CartLineData, Type.Array(CartLineData)]),
  cart: Cart,
});
export type CartAdded = Static<typeof CartAdded>;
export const CartUpdated = Type.Object({ message: Type.String(), data: CartLineData, cart: Cart });
export type CartUpdated = Static<typeof CartUpdated>;

export const Quote = Type.Object({ shippingAddress: Address, shippingMethod: Type.Optional(text(50)) });

export const ApplyDiscount = Type.Object({ discountCode: DiscountCode, productId: Type.Optional(Id) });
export const DiscountApplied = Type.Object({
  code: Type.String(),
  kind: DiscountKind,
  amount: Money,
  product: Type.Optional(Type.Object({ id: Id, price: Money, discountedPrice: Money })),
  cart: Cart,
});
export type DiscountApplied = Static<typeof DiscountApplied>;

export const Discount = Type.Object({
  id: Id,
  code: Type.String(),
  kind: DiscountKind,
  value: Type.String(),
  currency: Type.String(),
  productId: nullable(Id),
  categoryId: nullable(Id),
  sellerId: nullable(Id),
  minimum: nullable(Money),
  startsAt: nullable(Time),
  endsAt: nullable(Time),
  usageLimit: nullable(Type.Integer()),
  perUserLimit: nullable(Type.Integer()),
  used: Count,
  active: Type.Boolean(),
  createdAt: Time,
  updatedAt: Time,
});
export type Discount = Static<typeof Discount>;
export const DiscountPage = pageOf(Discount);
export const DiscountQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 50 })),
  active: Type.Optional(Type.Boolean()),
  sellerId: Type.Optional(Id),
});

const Limit = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });

export const CreateDiscount = Type.Object({
  code: DiscountCode,
  kind: DiscountKind,
  /** Percent for `percentage`, an amount for `fixed` and `coupon`. */
  value: MoneyInput,
  productId: Type.Optional(nullable(Id)),
  categoryId: Type.Optional(nullable(Id)),
  /** Only lines of this seller; a seller’s own codes always are. */
  sellerId: Type.Optional(nullable(Id)),
  minimum: Type.Optional(nullable(MoneyInput)),
  startsAt: Type.Optional(nullable(Time)),
  endsAt: Type.Optional(nullable(Time)),
  usageLimit: Type.Optional(nullable(Limit)),
  perUserLimit: Type.Optional(nullable(Limit)),
  active: Type.Optional(Type.Boolean()),
});
export type CreateDiscount = Static<typeof CreateDiscount>;
export const ChangeDiscount = Type.Partial(CreateDiscount);

const Days = Type.Integer({ minimum: 0, maximum: 365 });
const Grams = Type.Integer({ minimum: 0, maximum: 100_000_000 });
const UpToGrams = Type.Integer({ minimum: 1, maximum: 100_000_000 });

const ShippingKind = choice('flat', 'free_above', 'weight');

export const CreateShippingMethod = Type.Object({
  code: Type.String({ maxLength: 50, pattern: '^[a-z0-9][a-z0-9_-]*$' }),
  name: name(120),
  kind: Type.Optional(ShippingKind),
  /** Of the whole parcel, before what is added by weight. */
  price: MoneyInput,
  /** Free from this subtotal on. */
  freeAbove: Type.Optional(nullable(MoneyInput)),
  /** Added for each begun kilogram. */
  pricePerKg: Type.Optional(nullable(MoneyInput)),
  /** In place of `price`, by weight: the first that holds the parcel; a heavier one than the last is not sent. */
  tiers: Type.Optional(Type.Array(Type.Object({ upToGrams: UpToGrams, price: MoneyInput }), { maxItems: 20 })),
  maxWeightGrams: Type.Optional(nullable(Grams)),
  /** Where it goes; empty is everywhere. */
  countries: Type.Optional(Type.Array(Country, { maxItems: 250 })),
  states: Type.Optional(Type.Array(name(120), { maxItems: 100 })),
  postalPrefixes: Type.Optional(Type.Array(name(20), { maxItems: 500 })),
  minDays: Type.Optional(Days),
  maxDays: Type.Optional(Days),
  active: Type.Optional(Type.Boolean()),
});
export type CreateShippingMethod = Static<typeof CreateShippingMethod>;
export const ChangeShippingMethod = Type.Partial(CreateShippingMethod);

export const ShippingMethod = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  kind: ShippingKind,
  currency: Type.String(),
  price: Money,
  freeAbove: nullable(Money),
  pricePerKg: nullable(Money),
  tiers: Type.Array(Type.Object({ upToGrams: Type.Integer(), price: Money })),
  maxWeightGrams: nullable(Type.Integer()),
  countries: Type.Array(Type.String()),
  states: Type.Array(Type.String()),
  postalPrefixes: Type.Array(Type.String()),
  minDays: Count,
  maxDays: Count,
  active: Type.Boolean(),
  createdAt: Time,
  updatedAt: Time,
});
export type ShippingMethod = Static<typeof ShippingMethod>;
export const ShippingMethodPage = pageOf(ShippingMethod);

export const CreateTaxRate = Type.Object({
  name: name(120),
  percent: Percent,
  /**
   * Null is everywhere. Of the rates that fit, one that names the country wins over one that does not, then the nearest
   * category, then the longest postal prefix, then the state. A state or prefix needs its country.
   */
  country: Type.Optional(nullable(Country)),
  state: Type.Optional(nullable(note(120))),
  postalPrefix: Type.Optional(nullable(note(20))),
  /** With its subcategories; null is every category. */
  categoryId: Type.Optional(nullable(Id)),
  /** Do prices hold this tax already? */
  included: Type.Optional(Type.Boolean()),
});
export type CreateTaxRate = Static<typeof CreateTaxRate>;
export const ChangeTaxRate = Type.Partial(CreateTaxRate);

export const TaxRate = Type.Object({
  id: Id,
  name: Type.String(),
  percent: Type.String(),
  country: nullable(Type.String()),
  state: nullable(Type.String()),
  postalPrefix: nullable(Type.String()),
  categoryId: nullable(Id),
  included: Type.Boolean(),
  createdAt: Time,
  updatedAt: Time,
});
export type TaxRate = Static<typeof TaxRate>;
export const TaxRatePage = pageOf(TaxRate);

// Between services.

/** What the shopper was shown, as decimal strings; any difference is `cart.changed`. */
const ExpectedItem = Type.Object({
  productId: Id,
  variantId: Type.Optional(Id),
  quantity: LineQuantity,
  unitPrice: Type.Optional(MoneyInput),
});

export const ClaimRequest = Type.Object({
  orderId: Id,
  /** Whose cart: a user’s, or a guest’s. */
  userId: Type.Optional(Id),
  guestId: Type.Optional(text(64)),
  cartVersion: Type.Optional(Count),
  expectedTotal: Type.Optional(MoneyInput),
  expectedItems: Type.Optional(Type.Array(ExpectedItem, { maxItems: MAX_CART_LINES })),
  expectedItemsPrice: Type.Optional(MoneyInput),
  expectedTaxPrice: Type.Optional(MoneyInput),
  expectedShippingPrice: Type.Optional(MoneyInput),
  shippingAddress: Address,
  shippingMethod: Type.Optional(text(50)),
  paymentMethod: Type.Optional(text(50)),
});
export type ClaimRequest = Static<typeof ClaimRequest>;

export const ClaimedLine = Type.Object({
  cartItemId: Id,
  productId: Id,
  variantId: Id,
  variantTitle: nullable(Type.String()),
  title: Type.String(),
  sku: nullable(Type.String()),
  image: nullable(Type.String()),
  sellerId: Id,
  categoryId: Id,
  /** From the root down, the category itself last. */
  categoryPath: Type.Array(Id),
  hsn: nullable(Type.String()),
  quantity: LineQuantity,
  unitPriceMinor: Minor,
  /** Its part of all discounts. */
  discountMinor: Minor,
  /** What of it came by the shop’s own codes; the rest came by codes of the line’s seller. */
  houseDiscountMinor: Minor,
  taxMinor: Minor,
  taxPercent: Type.String(),
  taxIncluded: Type.Boolean(),
  /** quantity × unitPriceMinor. */
  lineTotalMinor: Minor,
});
export type ClaimedLine = Static<typeof ClaimedLine>;

/** totalMinor = subtotalMinor − discountMinor + taxMinor + shippingMinor. */
export const ClaimedCart = Type.Object({
  cartId: Id,
  version: Count,
  currency: Type.String(),
  lines: Type.Array(ClaimedLine),
  discounts: Type.Array(Type.Object({ discountId: Id, code: Type.String(), kind: DiscountKind, amountMinor: Minor })),
  subtotalMinor: Minor,
  discountMinor: Minor,
  /** On top of the prices: the sum over the lines whose tax is not included. */
  taxMinor: Minor,
  /** Held by the prices already. */
  taxIncludedMinor: Minor,
  shippingMinor: Minor,
  totalMinor: Minor,
  shippingMethod: nullable(Type.Object({ code: Type.String(), name: Type.String(), minDays: Count, maxDays: Count })),
});
export type ClaimedCart = Static<typeof ClaimedCart>;

export const Finished = Type.Object({ finished: Type.Boolean({ description: 'False: it was before' }) });
export const ClaimReleased = Type.Object({ released: Type.Boolean({ description: 'False: there was no claim' }) });
