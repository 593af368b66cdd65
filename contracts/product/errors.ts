/** What the product service may refuse. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const productErrors = {
  'product.not_found': {
    status: 404,
    title: 'There is no such product',
    retry: 'never',
    about: 'The product or variant id is unknown, archived, a draft of somebody else, or not the caller’s to change.',
  },
  'product.changed': {
    status: 409,
    title: 'The product changed since you read it',
    retry: 'after-change',
    about:
      'Setting a quantity needs the `version` that was read. Read again, or post a delta to `/products/{id}/stock`.',
  },
  'product.sku_taken': {
    status: 409,
    title: 'Another product has this SKU',
    retry: 'after-change',
    about: 'A SKU is unique within a seller.',
  },
  'product.slug_taken': {
    status: 409,
    title: 'Another product has this slug',
    retry: 'after-change',
    about: 'Leave the slug out and one is made from the title.',
  },
  'product.price_changed': {
    status: 409,
    title: 'A price moved since it was shown',
    retry: 'after-change',
    about:
      'A hold names the price that the shopper saw; `lines` lists those that differ. Read the cart and place again.',
  },
  'product.variant_required': {
    status: 422,
    title: 'Say which variant',
    retry: 'after-change',
    about: 'The product has several variants; send `variantId`. `productId` alone is enough where there is only one.',
  },
  'product.variant_invalid': {
    status: 422,
    title: 'The variants do not fit the options',
    retry: 'after-change',
    about: 'Each variant names one value for each option, no two the same, and an ordered variant cannot be removed.',
  },
  'category.not_found': {
    status: 404,
    title: 'There is no such category',
    retry: 'never',
    about: 'The id or slug is unknown; `GET /categories` lists them.',
  },
  'category.in_use': {
    status: 409,
    title: 'The category still holds products or categories',
    retry: 'after-change',
    about: 'Move or delete what is in it first.',
  },
  'category.slug_taken': {
    status: 409,
    title: 'Another category has this slug',
    retry: 'after-change',
    about: 'Slugs of categories are unique in the shop.',
  },
  'category.cycle': {
    status: 422,
    title: 'A category cannot stand below itself',
    retry: 'after-change',
    about: 'The new parent is the category itself or one of its subcategories, or the tree would grow too deep.',
  },
  'image.not_found': {
    status: 404,
    title: 'There is no such picture',
    retry: 'never',
    about: 'The id or file is unknown, or belongs to another product.',
  },
  'image.unreadable': {
    status: 422,
    title: 'This picture cannot be read',
    retry: 'after-change',
    about: 'The file is damaged, has no picture in it, or has too many pixels.',
  },
  'image.too_many': {
    status: 409,
    title: 'The product has all the pictures it may have',
    retry: 'after-change',
    about: 'A product may have 20 pictures. Delete one first.',
  },
  'stock.insufficient': {
    status: 409,
    title: 'There is not enough in stock',
    retry: 'after-change',
    about: '`lines` says for each product what was requested and what is available. Nothing was taken.',
  },
  'hold.refused': {
    status: 409,
    title: 'Stock cannot be held for this order',
    retry: 'never',
    about: 'The order was released or finished before; a late hold of it must not take stock.',
  },
  'currency.unsupported': {
    status: 422,
    title: 'The shop does not sell in this currency',
    retry: 'after-change',
    about: 'One shop has one currency, set by `CURRENCY`. Leave the field out or send that one.',
  },
} as const satisfies ErrorTable;
