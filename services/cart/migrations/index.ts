/** The cart service's migrations in order. */
import type { Migration } from '#platform/sql/migrate.ts';
import { carts } from './001-carts.ts';
import { discounts } from './002-discounts.ts';
import { taxAndShipping } from './003-tax-and-shipping.ts';
import { discountValue } from './004-discount-value.ts';

export const migrations: readonly Migration[] = [carts, discounts, taxAndShipping, discountValue];
