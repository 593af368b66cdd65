/** In the order in which they are applied. */
import type { Migration } from '#platform/sql/migrate.ts';
import { catalogue } from './001-catalogue.ts';
import { stock } from './002-stock.ts';
import { pictures } from './003-pictures.ts';
import { search } from './004-search.ts';
import { hsn } from './005-hsn.ts';

export const migrations: readonly Migration[] = [catalogue, stock, pictures, search, hsn];
