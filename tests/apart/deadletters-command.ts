/** `npm run deadletters` as an operator runs it beside a shop. */
import type { TestShop } from '#apps/server/src/testing.ts';
import { command } from '../command.ts';

export const deadletters = (shop: TestShop, ...words: string[]) => command(shop, 'deadletters', ...words);
