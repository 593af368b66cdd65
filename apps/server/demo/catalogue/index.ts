// The demo catalogue as a whole: twenty shelves, each written in its own file.
import type { DemoCategory, DemoProduct } from '../types.ts';
import { beautyWellness } from './beauty-wellness.ts';
import { booksStationery } from './books-stationery.ts';
import { electronics } from './electronics.ts';
import { footwear } from './footwear.ts';
import { gardenPlants } from './garden-plants.ts';
import { grocerySpices } from './grocery-spices.ts';
import { homeDecor } from './home-decor.ts';
import { jewelleryAccessories } from './jewellery-accessories.ts';
import { kitchenDining } from './kitchen-dining.ts';
import { mensWear } from './mens-wear.ts';
import { musicalInstruments } from './musical-instruments.ts';
import { pets } from './pets.ts';
import { pujaFestive } from './puja-festive.ts';
import { sportsFitness } from './sports-fitness.ts';
import { sweetsSnacks } from './sweets-snacks.ts';
import { teaCoffee } from './tea-coffee.ts';
import { textilesBedding } from './textiles-bedding.ts';
import { toysGames } from './toys-games.ts';
import { travelBags } from './travel-bags.ts';
import { womensEthnicWear } from './womens-ethnic-wear.ts';

export { demoSellers } from './sellers.ts';

const shelves = [
  kitchenDining,
  homeDecor,
  textilesBedding,
  womensEthnicWear,
  mensWear,
  footwear,
  jewelleryAccessories,
  beautyWellness,
  grocerySpices,
  teaCoffee,
  sweetsSnacks,
  toysGames,
  booksStationery,
  electronics,
  gardenPlants,
  musicalInstruments,
  sportsFitness,
  pujaFestive,
  travelBags,
  pets,
];

export const demoCategories: DemoCategory[] = shelves.map((shelf) => shelf.category);
export const demoProducts: DemoProduct[] = shelves.flatMap((shelf) => shelf.products);
