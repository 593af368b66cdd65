/** Made-up products, the same in every run: words that many of them share and words that few do, as in a real shop. */

const materials = ['cotton', 'silk', 'linen', 'wool', 'jute', 'brass', 'copper', 'clay', 'teak', 'rosewood', 'cane'];
// biome-ignore format: a word a line would be long
const things = [
  'kurta', 'saree', 'shawl', 'stole', 'cushion', 'rug', 'curtain', 'quilt', 'diya', 'lamp', 'vase', 'bowl', 'tray',
  'kettle', 'planter', 'box', 'mirror', 'stool', 'basket', 'bag',
];
const manners = ['hand-woven', 'block-printed', 'hammered', 'carved', 'embroidered', 'painted', 'braided', 'plain'];
const colours = ['indigo', 'madder', 'turmeric', 'ivory', 'charcoal', 'emerald', 'rust'];
const syllables = ['ka', 'ru', 'mi', 'sho', 'pa', 'len', 'dor', 'vi', 'tan', 'gul', 'bha', 'ne', 'zar', 'oli', 'chu'];

/** 15 × 15 × 2 workshops, so each name stands on about 20 of 10,000 products. */
const workshops = syllables.flatMap((first) =>
  syllables.flatMap((second) => [`${first}${second}pur`, `${first}${second}nagar`]),
);

export const categoryNames = {
  roots: ['Clothing', 'Home', 'Kitchen', 'Garden', 'Gifts', 'Furniture', 'Bags', 'Light'],
  branches: ['Everyday', 'Festive', 'Travel', 'Heirloom', 'Small'],
};

/** Each stands on hundreds of products. */
export const commonWords: readonly string[] = [...materials, ...things, ...colours];

const STOCK = 100_000;

/** Manner, colour, material, thing, workshop. */
export function titleWords(number: number): [string, string, string, string, string] {
  const pick = (words: readonly string[], salt: number): string => words[scatter(number, salt) % words.length]!;
  return [pick(manners, 1), pick(colours, 2), pick(materials, 3), pick(things, 4), pick(workshops, 5)];
}

/** The body of `POST /products` for the product with that number. */
export function productNumber(number: number, categoryIds: readonly number[]) {
  const [manner, colour, material, thing, workshop] = titleWords(number);
  return {
    title: `${manner} ${colour} ${material} ${thing} of ${workshop}`,
    description:
      `A ${thing} of ${material}, ${manner} in the workshops of ${workshop} and finished in ${colour}. ` +
      'Each piece takes a family two days and differs a little from the next. Wipe with a dry cloth, keep out of the ' +
      'rain, and it will outlive fashion. Packed without plastic, sent within three working days.',
    price: `${100 + (scatter(number, 6) % 4_900)}.00`,
    quantity: STOCK,
    category: categoryIds[scatter(number, 7) % categoryIds.length],
    sku: `BENCH-${number}`,
    attributes: { material, colour, workshop },
  };
}

/** Spreads neighbouring numbers without a pattern (the finaliser of MurmurHash3). */
function scatter(number: number, salt: number): number {
  let hash = Math.imul(number + 1, 0x9e37_79b1) ^ Math.imul(salt, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
