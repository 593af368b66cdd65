/** What the product service tells the others. */
import Type from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import type { EventCatalogue, EventIn } from '#platform/events/events.ts';
import { auditEvents } from '../common/audit.ts';
import { Count } from '../common/fields.ts';
import { Minor } from '../common/money.ts';
import { ProductStatus } from './schemas.ts';

/** As the product is after the event. */
const ProductState = Type.Object({
  productId: Id,
  sellerId: Id,
  title: Type.String(),
  categoryId: Id,
  currency: Type.String(),
  priceMinor: Minor,
  status: ProductStatus,
  variants: Type.Array(Type.Object({ variantId: Id, sku: nullable(Type.String()), priceMinor: Minor })),
  at: Time,
});

export const productEvents = {
  'product.created': ProductState,
  'product.updated': Type.Object({
    ...ProductState.properties,
    changed: Type.Array(Type.String(), { description: 'Names of the fields that differ' }),
  }),
  'product.archived': ProductState,
  /** What can be sold of a variant fell to its threshold or below; told once until it rises again. */
  'stock.low': Type.Object({
    productId: Id,
    variantId: Id,
    sellerId: Id,
    title: Type.String(),
    variantTitle: nullable(Type.String()),
    sku: nullable(Type.String()),
    quantity: Count,
    threshold: Count,
    at: Time,
  }),
  ...auditEvents,
} as const satisfies EventCatalogue;

export type ProductEvent = EventIn<typeof productEvents>;
