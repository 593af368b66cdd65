/** The rows of the product service. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ProductOption, ProductStatus } from '#contracts/product/schemas.ts';
import type { HoldState } from '../domain/hold-state.ts';

type Moment = ColumnType<Date, Date | undefined, Date>;

export interface SellerTable {
  id: number;
  name: string;
  version: number;
}

export interface CategoryTable {
  id: Generated<number>;
  name: string;
  slug: string;
  description: string;
  parent_id: number | null;
  position: number;
  hsn: string | null;
  depth: number;
  /** "/3/17/", its own id last. */
  path: string;
  created_at: Moment;
  updated_at: Moment;
}

export type AttributeValues = Record<string, string | number | boolean>;

export interface ProductTable {
  id: Generated<number>;
  seller_id: number;
  category_id: number;
  title: string;
  slug: string;
  description: string;
  status: ProductStatus;
  currency: string;
  price_minor: number;
  options: JSONColumnType<ProductOption[], string, string>;
  attributes: JSONColumnType<AttributeValues, string, string>;
  hsn: string | null;
  popularity: Generated<number>;
  rating: number | null;
  rating_count: Generated<number>;
  version: Generated<number>;
  created_at: Moment;
  updated_at: Moment;
}

export interface VariantTable {
  id: Generated<number>;
  product_id: number;
  seller_id: number;
  sku: string | null;
  title: string | null;
  options: JSONColumnType<Record<string, string>, string, string>;
  price_minor: number;
  compare_at_minor: number | null;
  weight_grams: number | null;
  position: number;
}

export interface ProductDemandTable {
  product_id: number;
  ordered: number;
}

export interface StockTable {
  variant_id: number;
  product_id: number;
  on_hand: number;
  held: number;
  low_threshold: number;
  low_told: Generated<boolean>;
  version: Generated<number>;
}

export type MovementKind = 'initial' | 'adjusted' | 'set' | 'held' | 'released' | 'sold' | 'restocked';

export interface MovementTable {
  id: Generated<number>;
  product_id: number;
  variant_id: number;
  kind: MovementKind;
  delta: number;
  reason: string;
  order_id: number | null;
  actor_id: number | null;
  on_hand_after: number;
  held_after: number;
  at: Moment;
}

export interface HoldTable {
  order_id: number;
  state: HoldState;
  created_at: Moment;
  ended_at: Date | null;
}

export interface HoldLineTable {
  order_id: number;
  variant_id: number;
  quantity: number;
  returned: Generated<number>;
}

export interface StockTaskTable {
  id: Generated<number>;
  order_id: number;
  kind: 'sell' | 'release' | 'cancel' | 'return' | 'count';
  lines: unknown;
}

export interface PictureTable {
  hash: string;
  width: number;
  height: number;
  used_at: Moment;
}

export interface ImageTable {
  id: Generated<number>;
  product_id: number;
  position: number;
  alt: string;
  picture_hash: string | null;
  url: string | null;
}

export interface ProductTables {
  seller: SellerTable;
  category: CategoryTable;
  product: ProductTable;
  variant: VariantTable;
  product_demand: ProductDemandTable;
  stock: StockTable;
  movement: MovementTable;
  hold: HoldTable;
  hold_line: HoldLineTable;
  stock_task: StockTaskTable;
  picture: PictureTable;
  image: ImageTable;
}
