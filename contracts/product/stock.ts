/** Routes of stock. */
import type { Api } from '#platform/contract/route.ts';
import { IdParams } from '#platform/contract/schema.ts';
import { needs } from '../common/permissions.ts';
import {
  AdjustStock,
  LowStockQuery,
  SetThreshold,
  StockAdjusted,
  StockHistory,
  StockLevel,
  StockLevelPage,
  StockQuery,
} from './schemas.ts';

const own = needs('products.write', 'products.manage');

export const stockApi = {
  readStock: {
    method: 'GET',
    path: '/products/:id/stock',
    access: own,
    tag: 'Stock',
    summary: 'Levels of a product, and the history of their movements, newest first',
    params: IdParams,
    query: StockQuery,
    reply: StockHistory,
    errors: ['product.not_found'],
  },
  adjustStock: {
    method: 'POST',
    path: '/products/:id/stock',
    access: own,
    tag: 'Stock',
    summary: 'Add to or take from what is on hand',
    description: 'A change, never a level: it cannot undo a sale. Taking more than is free is 409.',
    params: IdParams,
    body: AdjustStock,
    status: 201,
    reply: StockAdjusted,
    errors: ['product.not_found', 'product.variant_required', 'stock.insufficient'],
    idempotent: true,
    example: { delta: 25, reason: 'Delivery from the workshop' },
  },
  setLowStockThreshold: {
    method: 'PUT',
    path: '/products/:id/stock',
    access: own,
    tag: 'Stock',
    summary: 'Say below which level a product runs low',
    params: IdParams,
    body: SetThreshold,
    reply: StockLevel,
    errors: ['product.not_found', 'product.variant_required'],
    example: { lowStockThreshold: 5 },
  },
  listLowStock: {
    method: 'GET',
    path: '/stock/low',
    access: own,
    tag: 'Stock',
    summary: 'What runs low: a seller’s own, or anyone’s for who manages products',
    query: LowStockQuery,
    reply: StockLevelPage,
  },
} as const satisfies Api;
