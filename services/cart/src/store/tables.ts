/** The rows of the cart service. */
import type { Generated } from 'kysely';
import type { Refusal } from '../domain/discount.ts';

export interface CartTable {
  id: Generated<number>;
  user_id: number | null;
  guest_id: string | null;
  version: Generated<number>;
  claimed_by: number | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CartLineTable {
  id: Generated<number>;
  cart_id: number;
  product_id: number;
  variant_id: number;
  seller_id: number;
  title: string;
  quantity: number;
  added_minor: number;
  shown_minor: number;
}

export interface ClaimTable {
  order_id: number;
  cart_id: number | null;
  status: 'claimed' | 'finished' | 'released';
  answer: unknown;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface DiscountTable {
  id: Generated<number>;
  code: string;
  code_key: string;
  kind: 'fixed' | 'percentage' | 'coupon';
  amount_minor: number | null;
  /** Decimal text: never a float. */
  percent: string | null;
  product_id: number | null;
  category_id: number | null;
  seller_id: number | null;
  minimum_minor: number | null;
  starts_at: Date | null;
  ends_at: Date | null;
  usage_limit: number | null;
  per_user_limit: number | null;
  used: Generated<number>;
  active: boolean;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Date | null;
}

export interface CartCodeTable {
  cart_id: number;
  discount_id: number;
  refused: Refusal | null;
}

export interface DiscountUseTable {
  order_id: number;
  discount_id: number;
  user_id: number | null;
  created_at: Generated<Date>;
}

export interface DiscountUserTable {
  discount_id: number;
  user_id: number;
  used: number;
}

export interface TaxRateTable {
  id: Generated<number>;
  name: string;
  percent: string;
  country: Generated<string>;
  state: Generated<string>;
  state_key: Generated<string>;
  postal_prefix: Generated<string>;
  category_id: Generated<number>;
  included: Generated<boolean>;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface ShippingMethodTable {
  id: Generated<number>;
  code: string;
  name: string;
  kind: 'flat' | 'free_above' | 'weight';
  price_minor: number;
  free_above_minor: number | null;
  per_kg_minor: number | null;
  tiers: unknown;
  max_weight_grams: number | null;
  countries: unknown;
  states: unknown;
  postal_prefixes: unknown;
  min_days: number;
  max_days: number;
  active: boolean;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface CartTables {
  cart: CartTable;
  cart_line: CartLineTable;
  claim: ClaimTable;
  discount: DiscountTable;
  cart_code: CartCodeTable;
  discount_use: DiscountUseTable;
  discount_user: DiscountUserTable;
  tax_rate: TaxRateTable;
  shipping_method: ShippingMethodTable;
}
