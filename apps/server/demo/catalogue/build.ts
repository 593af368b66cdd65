// How the catalogue's files are written short: a shelf is a top category, its subcategories and its products.
import type { DemoCategory, DemoEmoji, DemoObject, DemoProduct, DemoScene, DemoShape } from '../types.ts';

/** FNV-1a: the same number for the same words, for what has to look random and stay the same. */
export const hashOf = (text: string): number => {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
};

export const slugOf = (title: string): string =>
  title
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9\s-]/g, '')
    .trim()
    .replace(/[\s-]+/g, '-');

/** `jar:squat:leaf #b34 #5a7 | MANGO PICKLE | 400 G` is a drawn thing; `👟 90` an emoji turned by 90° of hue. */
const objectOf = (text: string): DemoObject => {
  const [head = '', label, sub] = text.split('|').map((part) => part.trim());
  const [name = '', ...rest] = head.split(/\s+/);
  if (!/^[a-z]/.test(name)) {
    const [hue, saturation, lightness] = rest.map(Number);
    const emoji: DemoEmoji = { emoji: name };
    if (hue) emoji.hue = hue;
    if (saturation) emoji.saturation = saturation;
    if (lightness) emoji.lightness = lightness;
    return emoji;
  }
  const [shape = '', kind, pattern] = name.split(':');
  const drawn: DemoShape = { shape, colours: rest };
  if (kind) drawn.kind = kind;
  if (pattern) drawn.pattern = pattern;
  if (label) drawn.label = label;
  if (sub) drawn.sub = sub;
  return drawn;
};

type Scene = [backdrop: string, main: string, ...props: string[]];

interface More {
  was?: number;
  low?: number;
  age?: number;
  popularity?: number;
  layout?: DemoScene['layout'];
  scale?: number;
  /** Options with their values; the variants are all their combinations, `stocks` in that order. */
  options?: Record<string, string[]>;
  stocks?: number[];
  /** What a value adds to the price. */
  extra?: Record<string, number>;
}

export type Row = [
  title: string,
  price: number,
  category: string,
  seller: string,
  stock: number,
  attributes: Record<string, string>,
  description: string,
  scene: Scene,
  more?: More,
];

export interface Shelf {
  category: DemoCategory;
  products: DemoProduct[];
}

const rupees = (amount: number): string => amount.toFixed(2);

const combinations = (options: Record<string, string[]>): Record<string, string>[] =>
  Object.entries(options).reduce<Record<string, string>[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );

const productOf = (prefix: string, hsn: string, row: Row, index: number): DemoProduct => {
  const [title, price, category, seller, stock, attributes, description, [backdrop, main, ...props], more = {}] = row;
  const key = slugOf(title);
  const hash = hashOf(key);
  const sku = `${prefix}-${String(index + 1).padStart(3, '0')}`;
  const product: DemoProduct = {
    key,
    title,
    description,
    price: rupees(price),
    category,
    seller,
    stock,
    attributes: { ...attributes, hsn },
    sku,
    ageDays: more.age ?? 1 + (hash % 340),
    // Squared: a few things sell a lot and most sell now and then, as in a real shop.
    popularity: more.popularity ?? Math.round(((hash >>> 9) % 101) ** 2 / 100),
    scene: { backdrop, main: objectOf(main), props: props.map(objectOf) },
  };
  if (more.was) product.compareAtPrice = rupees(more.was);
  if (more.low) product.lowStockThreshold = more.low;
  if (more.layout) product.scene.layout = more.layout;
  if (more.scale) product.scene.scale = more.scale;
  if (more.options) {
    product.options = Object.entries(more.options).map(([name, values]) => ({ name, values }));
    product.variants = combinations(more.options).map((options, at) => {
      const values = Object.values(options);
      const extra = values.reduce((sum, value) => sum + (more.extra?.[value] ?? 0), 0);
      const code = values.map((value) => slugOf(value).replace(/-/g, '').slice(0, 6).toUpperCase()).join('-');
      const variant = { sku: `${sku}-${code}`, options, stock: more.stocks?.[at] ?? (hash >>> (at % 20)) % 17 };
      return extra ? { ...variant, price: rupees(price + extra) } : variant;
    });
    product.stock = product.variants.reduce((sum, variant) => sum + variant.stock, 0);
  }
  return product;
};

/** hsn is the heading of the Indian tariff the category mostly falls under. */
export const shelf = (
  prefix: string,
  category: { slug: string; name: string; description: string; hsn: string; gstPercent: string },
  children: [slug: string, name: string, description: string][],
  rows: Row[],
): Shelf => ({
  category: { ...category, children: children.map(([slug, name, description]) => ({ slug, name, description })) },
  products: rows.map((row, index) => productOf(prefix, category.hsn, row, index)),
});
