/** Routes of categories. */
import { type Api, anyone } from '#platform/contract/route.ts';
import { IdParams } from '#platform/contract/schema.ts';
import { needs } from '../common/permissions.ts';
import { Category, CategoryPage, CategoryQuery, ChangeCategory, CreateCategory } from './schemas.ts';

export const categoriesApi = {
  listCategories: {
    method: 'GET',
    path: '/categories',
    access: anyone,
    tag: 'Categories',
    summary: 'The tree of categories',
    description:
      'In the order of the tree, each with its `depth`, `parentId`, `path` from the root and direct `children`.',
    query: CategoryQuery,
    reply: CategoryPage,
  },
  createCategory: {
    method: 'POST',
    path: '/categories',
    access: needs('categories.manage'),
    tag: 'Categories',
    summary: 'Create a category',
    description: 'Without a slug one is made from the name.',
    body: CreateCategory,
    status: 201,
    reply: Category,
    errors: ['category.not_found', 'category.slug_taken', 'category.cycle'],
    idempotent: true,
    example: { name: 'Brass lamps', slug: 'brass-lamps', description: 'Diyas and hanging lamps' },
  },
  getCategory: {
    method: 'GET',
    path: '/categories/:id',
    access: anyone,
    tag: 'Categories',
    summary: 'Read a category',
    params: IdParams,
    reply: Category,
    errors: ['category.not_found'],
  },
  updateCategory: {
    method: 'PUT',
    path: '/categories/:id',
    access: needs('categories.manage'),
    tag: 'Categories',
    summary: 'Rename or move a category',
    description: 'What is left out stays; `parentId: null` makes it a root.',
    params: IdParams,
    body: ChangeCategory,
    reply: Category,
    errors: ['category.not_found', 'category.slug_taken', 'category.cycle'],
    example: { name: 'Brass and copper lamps' },
  },
  deleteCategory: {
    method: 'DELETE',
    path: '/categories/:id',
    access: needs('categories.manage'),
    tag: 'Categories',
    summary: 'Delete an empty category',
    params: IdParams,
    errors: ['category.not_found', 'category.in_use'],
  },
} as const satisfies Api;
