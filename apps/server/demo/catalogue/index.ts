// The demo catalogue as a whole.
import { homeDecor } from './home-decor.ts';
import { kitchenDining } from './kitchen-dining.ts';
import { textilesBedding } from './textiles-bedding.ts';
import { womensEthnicWear } from './womens-ethnic-wear.ts';
import type { DemoCategory, DemoProduct } from '../types.ts';

export { demoSellers } from './sellers.ts';

const shelves = [kitchenDining, homeDecor, textilesBedding, womensEthnicWear];

export const demoCategories: DemoCategory[] = shelves.map((shelf) => shelf.category);
export const demoProducts: DemoProduct[] = shelves.flatMap((shelf) => shelf.products);
