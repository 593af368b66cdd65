/** The product service: catalogue, search, pictures, stock. */
import Type from 'typebox';
import { type Api, anyone, peersOnly } from '#platform/contract/route.ts';
import { Id, IdParams } from '#platform/contract/schema.ts';
import { needs } from '../common/permissions.ts';
import { categoriesApi } from './categories.ts';
import { imagesApi } from './images.ts';
import {
  ChangeProduct,
  CreateProduct,
  Held,
  HoldRequest,
  ImportCategories,
  ImportProducts,
  ImportResult,
  Product,
  ProductPage,
  ProductQuery,
  Released,
  Snapshot,
  SnapshotRequest,
  Suggestions,
} from './schemas.ts';
import { stockApi } from './stock.ts';

const own = needs('products.write', 'products.manage');

const change = {
  access: own,
  tag: 'Products',
  description:
    'What is left out stays. Setting a `quantity` needs the `version` that was read; deltas go to `/products/{id}/stock`.',
  params: IdParams,
  body: ChangeProduct,
  reply: Product,
  errors: [
    'product.not_found',
    'product.changed',
    'product.sku_taken',
    'product.slug_taken',
    'product.variant_required',
    'product.variant_invalid',
    'category.not_found',
    'currency.unsupported',
    'stock.insufficient',
  ],
  example: { title: 'Hand-hammered brass diya', price: '349.00' },
} as const;

const productsApi = {
  listProducts: {
    method: 'GET',
    path: '/products',
    access: anyone,
    tag: 'Products',
    summary: 'Browse and search products',
    description:
      'A category includes its subcategories. Newest first, or by relevance where words are searched. `total` comes with `page` and with `facets`. `status` other than active shows a seller their own, and managers all.',
    query: ProductQuery,
    reply: ProductPage,
    errors: ['category.not_found'],
  },
  suggest: {
    method: 'GET',
    path: '/products/suggest',
    access: anyone,
    tag: 'Products',
    summary: 'Suggestions as one types',
    query: Type.Object({
      q: Type.String({ maxLength: 200 }),
      limit: Type.Integer({ minimum: 1, maximum: 20, default: 8 }),
    }),
    reply: Suggestions,
  },
  getProduct: {
    method: 'GET',
    path: '/products/:id',
    access: anyone,
    tag: 'Products',
    summary: 'Read a product',
    params: IdParams,
    reply: Product,
    errors: ['product.not_found'],
  },
  createProduct: {
    method: 'POST',
    path: '/products',
    access: own,
    tag: 'Products',
    summary: 'Create a product',
    description:
      'On sale at once unless `draft`. An admin’s product belongs to the house unless `sellerId` says whose.',
    body: CreateProduct,
    status: 201,
    reply: Product,
    errors: [
      'category.not_found',
      'product.sku_taken',
      'product.slug_taken',
      'product.variant_invalid',
      'currency.unsupported',
    ],
    idempotent: true,
    example: {
      title: 'Hand-hammered brass diya',
      description: 'A small oil lamp from Moradabad.',
      price: '299.00',
      quantity: 40,
      category: 1,
      attributes: { material: 'Brass' },
    },
  },
  updateProduct: { method: 'PUT', path: '/products/:id', summary: 'Change a product', ...change },
  patchProduct: { method: 'PATCH', path: '/products/:id', summary: 'Change parts of a product', ...change },
  deleteProduct: {
    method: 'DELETE',
    path: '/products/:id',
    access: own,
    tag: 'Products',
    summary: 'Delete a product; one that stands in orders is archived',
    params: IdParams,
    errors: ['product.not_found'],
  },
} as const satisfies Api;

const peersApi = {
  snapshot: {
    method: 'POST',
    path: '/internal/product/snapshot',
    access: peersOnly,
    repeatable: true,
    summary: 'Price, stock and facts of variants, for carts and orders',
    body: SnapshotRequest,
    reply: Snapshot,
  },
  hold: {
    method: 'POST',
    path: '/internal/product/hold',
    access: peersOnly,
    repeatable: true,
    summary: 'Take stock for an order: all lines or none; repeating it changes nothing',
    body: HoldRequest,
    reply: Held,
    errors: ['stock.insufficient', 'product.price_changed', 'hold.refused'],
  },
  release: {
    method: 'POST',
    path: '/internal/product/release',
    access: peersOnly,
    repeatable: true,
    summary: 'Give an order’s stock back; a later hold of it is refused',
    body: Type.Object({ orderId: Id }),
    reply: Released,
  },
  importCategories: {
    method: 'POST',
    path: '/internal/product/import-categories',
    access: peersOnly,
    repeatable: true,
    summary: 'Many categories at once, parents first; those whose slug is there stay as they are',
    body: ImportCategories,
    reply: ImportResult,
    timeoutMs: 120_000,
  },
  importProducts: {
    method: 'POST',
    path: '/internal/product/import-products',
    access: peersOnly,
    repeatable: true,
    summary: 'Up to 1,000 products at once, with stock and pictures; those whose slug is there stay as they are',
    body: ImportProducts,
    reply: ImportResult,
    timeoutMs: 120_000,
  },
} as const satisfies Api;

export const productApi = {
  ...productsApi,
  ...imagesApi,
  ...stockApi,
  ...categoriesApi,
  ...peersApi,
} as const satisfies Api;

export type ProductApi = typeof productApi;
