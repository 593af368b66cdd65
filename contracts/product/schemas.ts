/** What the product service takes and gives: products with variants, categories, pictures, stock. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { Attributes, Count, choice, Hsn, ImageUrl, LineQuantity, name, note, Slug } from '../common/fields.ts';
import { Currency, Minor, Money, MoneyInput } from '../common/money.ts';

export const MAX_STOCK = 1_000_000_000;
export const MAX_VARIANTS = 100;

export const ProductStatus = choice('active', 'draft', 'archived');
export type ProductStatus = Static<typeof ProductStatus>;

const Stock = Type.Integer({ minimum: 0, maximum: MAX_STOCK });
const Sku = Type.String({ minLength: 1, maxLength: 64, pattern: '^\\S+( \\S+)*$' });
const Weight = Type.Integer({ minimum: 0, maximum: 10_000_000, description: 'Grams' });
const Version = Type.Integer({ minimum: 1, description: 'As read; needed to set a quantity' });

export const CategoryRef = Type.Object({ id: Id, name: Type.String(), slug: Type.String() });
export type CategoryRef = Static<typeof CategoryRef>;

export const ProductImage = Type.Object({
  id: Id,
  url: Type.String(),
  thumbnailUrl: Type.String(),
  alt: Type.String(),
  width: nullable(Type.Integer()),
  height: nullable(Type.Integer()),
});
export type ProductImage = Static<typeof ProductImage>;

export const ProductOption = Type.Object({ name: Type.String(), values: Type.Array(Type.String()) });
export type ProductOption = Static<typeof ProductOption>;

export const ProductVariant = Type.Object({
  id: Id,
  sku: nullable(Type.String()),
  /** "M / Indigo"; null where the product has only one variant. */
  title: nullable(Type.String()),
  options: Type.Record(Type.String(), Type.String()),
  price: Money,
  compareAtPrice: nullable(Money),
  quantity: Type.Integer({ description: 'What can still be sold: on hand less held' }),
  inStock: Type.Boolean(),
  weightGrams: nullable(Type.Integer()),
});
export type ProductVariant = Static<typeof ProductVariant>;

export const Product = Type.Object({
  id: Id,
  title: Type.String(),
  slug: Type.String(),
  description: Type.String(),
  /** The lowest of its variants. */
  price: Money,
  compareAtPrice: nullable(Money),
  currency: Type.String(),
  quantity: Type.Integer({ description: 'What can still be sold, over all variants' }),
  inStock: Type.Boolean(),
  category: Id,
  categoryPath: Type.Array(CategoryRef),
  sellerId: Id,
  sellerName: nullable(Type.String()),
  images: Type.Array(ProductImage),
  attributes: Attributes,
  options: Type.Array(ProductOption),
  variants: Type.Array(ProductVariant),
  sku: nullable(Type.String()),
  weightGrams: nullable(Type.Integer()),
  /** Its own; null: that of its category. */
  hsn: nullable(Type.String()),
  status: ProductStatus,
  rating: nullable(Type.Number({ description: 'Mean of 1 to 5, null without reviews' })),
  ratingCount: Count,
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
});
export type Product = Static<typeof Product>;

export const Facets = Type.Object({
  categories: Type.Array(Type.Object({ ...CategoryRef.properties, count: Count })),
  sellers: Type.Array(Type.Object({ id: Id, name: nullable(Type.String()), count: Count })),
  attributes: Type.Array(
    Type.Object({
      name: Type.String(),
      values: Type.Array(Type.Object({ value: Type.String(), count: Count })),
    }),
  ),
  price: nullable(Type.Object({ min: Money, max: Money })),
});
export type Facets = Static<typeof Facets>;

export const ProductPage = Type.Object({ ...pageOf(Product).properties, facets: Type.Optional(Facets) });
export type ProductPage = Static<typeof ProductPage>;

/** By id, or by slug; text of digits is an id. */
export const CategoryKey = Type.Union([Id, Type.String({ maxLength: 120, pattern: '^[A-Za-z0-9-]+$' })]);

export const ProductSort = choice('relevance', 'price', '-price', 'newest', 'popular');
export type ProductSort = Static<typeof ProductSort>;

export const ProductQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words to search; forgives typos' })),
  category: Type.Optional(CategoryKey),
  seller: Type.Optional(Id),
  minPrice: Type.Optional(MoneyInput),
  maxPrice: Type.Optional(MoneyInput),
  minRating: Type.Optional(Type.Number({ minimum: 0, maximum: 5 })),
  inStock: Type.Optional(Type.Boolean()),
  attributes: Type.Optional(Type.String({ maxLength: 500, description: '"colour:red,size:M"' })),
  sort: Type.Optional(ProductSort),
  facets: Type.Optional(Type.Boolean({ description: 'Counts by category, seller and attribute too' })),
  status: Type.Optional(ProductStatus),
});
export type ProductQuery = Static<typeof ProductQuery>;

const NewImage = Type.Union([ImageUrl, Type.Object({ url: ImageUrl, alt: Type.Optional(note(300)) })]);

const NewVariant = Type.Object({
  sku: Type.Optional(nullable(Sku)),
  options: Type.Record(Type.String(), text(100), { maxProperties: 3, propertyNames: { minLength: 1, maxLength: 50 } }),
  price: Type.Optional(MoneyInput),
  compareAtPrice: Type.Optional(nullable(MoneyInput)),
  quantity: Type.Optional(Stock),
  weightGrams: Type.Optional(nullable(Weight)),
});

const optional = {
  slug: Type.Optional(Slug),
  description: Type.Optional(note(20_000)),
  currency: Type.Optional(Currency),
  images: Type.Optional(Type.Array(NewImage, { maxItems: 20 })),
  attributes: Type.Optional(Attributes),
  sku: Type.Optional(nullable(Sku)),
  compareAtPrice: Type.Optional(nullable(MoneyInput)),
  weightGrams: Type.Optional(nullable(Weight)),
  hsn: Type.Optional(nullable(Hsn)),
  lowStockThreshold: Type.Optional(Stock),
  options: Type.Optional(
    Type.Array(Type.Object({ name: name(50), values: Type.Array(name(100), { minItems: 1, maxItems: 50 }) }), {
      maxItems: 3,
    }),
  ),
};

export const CreateProduct = Type.Object({
  title: name(200),
  price: MoneyInput,
  quantity: Type.Optional(Stock),
  category: CategoryKey,
  ...optional,
  variants: Type.Optional(Type.Array(NewVariant, { maxItems: MAX_VARIANTS })),
  status: Type.Optional(choice('active', 'draft')),
  /** Whose product: only for `products.manage`. */
  sellerId: Type.Optional(Id),
});
export type CreateProduct = Static<typeof CreateProduct>;

export const ChangeProduct = Type.Object({
  title: Type.Optional(name(200)),
  price: Type.Optional(MoneyInput),
  quantity: Type.Optional(Stock),
  category: Type.Optional(CategoryKey),
  ...optional,
  variants: Type.Optional(
    Type.Array(Type.Object({ id: Type.Optional(Id), ...NewVariant.properties }), {
      maxItems: MAX_VARIANTS,
      description: 'Replaces the list; those with an id stay the same variant',
    }),
  ),
  status: Type.Optional(ProductStatus),
  version: Type.Optional(Version),
});
export type ChangeProduct = Static<typeof ChangeProduct>;

export const OrderImages = Type.Object({ imageIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }) });
export const ChangeImage = Type.Object({ alt: note(300) });

export const Suggestions = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: choice('product', 'category', 'query'),
      text: Type.String(),
      productId: nullable(Id),
      categoryId: nullable(Id),
      slug: nullable(Type.String()),
      image: nullable(Type.String()),
    }),
  ),
});
export type Suggestions = Static<typeof Suggestions>;

export const Category = Type.Object({
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  description: Type.String(),
  parentId: nullable(Id),
  depth: Count,
  position: Type.Integer(),
  /** For its products, and those of its subcategories, that have none of their own. */
  hsn: nullable(Type.String()),
  path: Type.Array(CategoryRef),
  children: Type.Array(CategoryRef),
  productCount: Type.Integer({ description: 'Active products, with those of its subcategories' }),
  createdAt: Time,
  updatedAt: Time,
});
export type Category = Static<typeof Category>;
export const CategoryPage = pageOf(Category);

export const CategoryQuery = Type.Object({
  ...PageQuery.properties,
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 100 }),
  parent: Type.Optional(Id),
  q: Type.Optional(Type.String({ maxLength: 200 })),
});

export const CreateCategory = Type.Object({
  name: name(120),
  slug: Type.Optional(Slug),
  description: Type.Optional(note(2_000)),
  parentId: Type.Optional(nullable(Id)),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  hsn: Type.Optional(nullable(Hsn)),
});
export const ChangeCategory = Type.Partial(CreateCategory);

export const StockLevel = Type.Object({
  productId: Id,
  variantId: Id,
  title: Type.String(),
  variantTitle: nullable(Type.String()),
  sku: nullable(Type.String()),
  sellerId: Id,
  onHand: Count,
  held: Count,
  /** What can still be sold. */
  quantity: Count,
  lowStockThreshold: Count,
});
export type StockLevel = Static<typeof StockLevel>;
export const StockLevelPage = pageOf(StockLevel);

export const StockMovement = Type.Object({
  id: Id,
  productId: Id,
  variantId: Id,
  kind: choice('initial', 'adjusted', 'set', 'held', 'released', 'sold', 'restocked'),
  /** Change of what is on hand; for `held` and `released` of what is held. */
  delta: Type.Integer(),
  reason: Type.String(),
  orderId: nullable(Id),
  actorId: nullable(Id),
  onHandAfter: Count,
  heldAfter: Count,
  at: Time,
});
export type StockMovement = Static<typeof StockMovement>;
export const StockHistory = Type.Object({ ...pageOf(StockMovement).properties, levels: Type.Array(StockLevel) });

export const StockQuery = Type.Object({ ...PageQuery.properties, variantId: Type.Optional(Id) });

export const AdjustStock = Type.Object({
  delta: Type.Integer({ minimum: -MAX_STOCK, maximum: MAX_STOCK, not: { const: 0 } }),
  reason: name(300),
  variantId: Type.Optional(Id),
});
export const StockAdjusted = Type.Object({
  ...StockLevel.properties,
  movement: StockMovement,
  version: Type.Integer(),
});
export type StockAdjusted = Static<typeof StockAdjusted>;

export const SetThreshold = Type.Object({ lowStockThreshold: Stock, variantId: Type.Optional(Id) });

export const LowStockQuery = Type.Object({ ...PageQuery.properties, seller: Type.Optional(Id) });

// Between services.

export const SnapshotRequest = Type.Object({
  variants: Type.Optional(Type.Array(Id, { maxItems: 200 })),
  /** Each stands for its only variant; a product with several is answered once for each. */
  products: Type.Optional(Type.Array(Id, { maxItems: 200 })),
  /** Read the database, never a cache. */
  fresh: Type.Optional(Type.Boolean()),
});

export const VariantSnapshot = Type.Object({
  productId: Id,
  variantId: Id,
  variantTitle: nullable(Type.String()),
  title: Type.String(),
  sku: nullable(Type.String()),
  sellerId: Id,
  categoryId: Id,
  /** From the root down, the category itself last. */
  categoryPath: Type.Array(Id),
  unitPriceMinor: Minor,
  currency: Type.String(),
  /** What can still be sold. */
  available: Type.Integer(),
  image: nullable(Type.String()),
  weightGrams: nullable(Type.Integer()),
  /** Its own, else that of the nearest category that has one. */
  hsn: nullable(Type.String()),
  attributes: Type.Optional(Attributes),
  /** False: draft or archived, shown in a cart but not sold. */
  active: Type.Boolean(),
});
export type VariantSnapshot = Static<typeof VariantSnapshot>;
/** Unknown ids are left out. */
export const Snapshot = Type.Object({ items: Type.Array(VariantSnapshot) });
export type Snapshot = Static<typeof Snapshot>;

export const HoldRequest = Type.Object({
  orderId: Id,
  lines: Type.Array(Type.Object({ variantId: Id, quantity: LineQuantity, unitPriceMinor: Minor }), {
    minItems: 1,
    maxItems: 200,
  }),
});
export type HoldRequest = Static<typeof HoldRequest>;
export const Held = Type.Object({ orderId: Id, held: Type.Boolean() });
export const Released = Type.Object({ released: Type.Boolean({ description: 'False: there was nothing to release' }) });

const ImportedVariant = Type.Object({
  sku: nullable(Sku),
  options: Type.Record(Type.String(), text(100), { maxProperties: 3 }),
  priceMinor: Minor,
  compareAtMinor: Type.Optional(nullable(Minor)),
  quantity: Stock,
  weightGrams: Type.Optional(nullable(Weight)),
});

/** A whole product at once, for seeding and bulk imports; prices are minor units of the shop's currency. */
export const ImportedProduct = Type.Object({
  slug: Slug,
  title: name(200),
  description: note(20_000),
  sellerId: Id,
  category: Slug,
  status: Type.Optional(ProductStatus),
  attributes: Type.Optional(Attributes),
  options: Type.Optional(
    Type.Array(Type.Object({ name: name(50), values: Type.Array(name(100), { minItems: 1, maxItems: 50 }) }), {
      maxItems: 3,
    }),
  ),
  variants: Type.Array(ImportedVariant, { minItems: 1, maxItems: MAX_VARIANTS }),
  hsn: Type.Optional(nullable(Hsn)),
  lowStockThreshold: Type.Optional(Stock),
  popularity: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  createdAt: Type.Optional(Time),
  /** `key` names a picture in the shop's file store; it is taken from there into the product's own pictures. */
  images: Type.Optional(Type.Array(Type.Object({ key: text(200), alt: Type.Optional(note(300)) }), { maxItems: 20 })),
});
export type ImportedProduct = Static<typeof ImportedProduct>;
export const ImportProducts = Type.Object({ rows: Type.Array(ImportedProduct, { maxItems: 1_000 }) });

/** What became of each row, in the same order. A slug that is there already is left as it is. */
export const ImportResult = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: nullable(Id),
      outcome: choice('created', 'exists', 'rejected'),
      /** The code of a problem, where the row was rejected. */
      code: nullable(Type.String()),
      reason: nullable(Type.String()),
    }),
  ),
});
export type ImportResult = Static<typeof ImportResult>;

export const ImportedCategory = Type.Object({
  slug: Slug,
  name: name(120),
  description: Type.Optional(note(2_000)),
  /** Of a category that is there, or that stands before in the list. */
  parentSlug: Type.Optional(nullable(Slug)),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  hsn: Type.Optional(nullable(Hsn)),
});
export const ImportCategories = Type.Object({ rows: Type.Array(ImportedCategory, { maxItems: 1_000 }) });
