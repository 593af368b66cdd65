// A large made-up catalogue for load tests: believable word combinations, the same for the same seed, without pictures.
import { demoCategories, demoProducts, demoSellers } from './catalogue/index.ts';
import type { DemoProduct } from './types.ts';

/** Mulberry32: small, fast, and the same on every machine. */
const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const makers = [
  'Ashok',
  'Banyan',
  'Chinar',
  'Dhara',
  'Ekta',
  'Gomti',
  'Hira',
  'Indus',
  'Jhelum',
  'Kesar',
  'Lehar',
  'Malwa',
  'Narmada',
  'Ojas',
  'Palash',
  'Rohi',
  'Saanjh',
  'Tapti',
  'Utsav',
  'Vindhya',
];
const styles = [
  'Classic',
  'Everyday',
  'Festive',
  'Compact',
  'Heritage',
  'Studio',
  'Village',
  'Monsoon',
  'Summer',
  'Winter',
  'Royal',
  'Simple',
  'Grand',
  'Light',
  'Sturdy',
  'Travel',
];
const tones = [
  'Indigo',
  'Marigold',
  'Ivory',
  'Moss',
  'Rust',
  'Charcoal',
  'Rose',
  'Teal',
  'Sand',
  'Plum',
  'Copper',
  'Sky',
  'Saffron',
  'Mint',
  'Maroon',
  'Slate',
];
const places = [
  'Jaipur',
  'Kutch',
  'Madurai',
  'Kochi',
  'Varanasi',
  'Moradabad',
  'Shillong',
  'Srinagar',
  'Bhopal',
  'Mysuru',
  'Cuttack',
  'Pune',
  'Agra',
  'Leh',
  'Surat',
  'Guwahati',
];
const openings = [
  'Made in small lots in',
  'Comes from a workshop in',
  'Packed and checked in',
  'Designed with makers in',
  'Sent straight from',
];
const closings = [
  'Seven days to change your mind.',
  'Wipe with a dry cloth.',
  'Store away from sunlight.',
  'A favourite for gifts.',
  'Spare parts on request.',
  'Packed without plastic.',
];

// What a product of the subcategory is called, and in what material: taken from the hand-written ones.
const nounsOf = (category: string): string[] => {
  const titles = demoProducts.filter((product) => product.category === category).map((product) => product.title);
  return titles.map((title) => {
    const head = (title.split(/,| with | in | for | from | and /)[0] ?? title)
      .split(' ')
      .filter((word) => !/\d|^(mm|cm|m|kg|g|ml|L|W|A|mAh|Set|Pair)$/.test(word));
    return head.slice(-2).join(' ');
  });
};

export type SyntheticProduct = Omit<DemoProduct, 'scene'>;

export function* syntheticProducts(count: number, seed = 1): Generator<SyntheticProduct> {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const shelves = demoCategories.flatMap((top) =>
    (top.children ?? []).map((child) => {
      const known = demoProducts.filter((product) => product.category === child.slug);
      return { slug: child.slug, name: child.name, hsn: top.hsn ?? '', nouns: nounsOf(child.slug), known };
    }),
  );
  for (let index = 1; index <= count; index += 1) {
    const shelf = pick(shelves);
    const like = pick(shelf.known);
    const [maker, style, tone, place] = [pick(makers), pick(styles), pick(tones), pick(places)];
    const title = `${maker} ${style} ${pick(shelf.nouns)}, ${tone} No. ${index}`;
    // Around the price of a real neighbour, ending as shop prices do.
    const rupees = Math.max(49, Math.round((Number(like.price) * (0.6 + random() * 0.9)) / 10) * 10 - 1);
    const chance = random();
    const product: SyntheticProduct = {
      key: `synthetic-${seed}-${index}`,
      title,
      description: `${pick(openings)} ${place}: ${style.toLowerCase()} ${shelf.name.toLowerCase()} in ${tone.toLowerCase()}, item ${index} of the ${maker} range. ${pick(closings)}`,
      price: `${rupees}.00`,
      category: shelf.slug,
      seller: pick(demoSellers).key,
      stock: chance < 0.03 ? 0 : chance < 0.1 ? 1 + Math.floor(random() * 4) : 5 + Math.floor(random() * 200),
      attributes: { brand: maker, colour: tone, origin: place, hsn: shelf.hsn },
      sku: `SYN-${seed}-${String(index).padStart(6, '0')}`,
      ageDays: Math.floor(random() * 700),
      popularity: Math.round(random() ** 3 * 100),
    };
    if (random() < 0.2) product.compareAtPrice = `${Math.round((rupees * 1.25) / 10) * 10}.00`;
    yield product;
  }
}
