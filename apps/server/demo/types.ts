// The shapes of the demo catalogue: plain data, so that whoever inserts it decides how.

/** A drawn thing. `colours` are hex, first the body's; `label` is lettering on it, where the thing carries any. */
export interface DemoShape {
  shape: string;
  colours: string[];
  pattern?: string;
  label?: string;
  sub?: string;
  kind?: string;
}

/** One of the Fluent emoji (a character), turned in hue where several products share it. */
export interface DemoEmoji {
  emoji: string;
  hue?: number;
  saturation?: number;
  lightness?: number;
  flip?: boolean;
  tilt?: number;
}

export type DemoObject = DemoShape | DemoEmoji;

export interface DemoScene {
  backdrop: string;
  main: DemoObject;
  props?: DemoObject[];
  /** Where the main object stands and where the props go. */
  layout?: 'centre' | 'left' | 'right' | 'pair' | 'row';
  /** 1 is the usual size of the main object. */
  scale?: number;
}

export interface DemoVariant {
  sku: string;
  options: Record<string, string>;
  price?: string;
  stock: number;
}

export interface DemoProduct {
  /** A unique slug. */
  key: string;
  title: string;
  description: string;
  /** Rupees with two decimals: "1499.00". */
  price: string;
  compareAtPrice?: string;
  /** The slug of a subcategory. */
  category: string;
  /** The key of a seller. */
  seller: string;
  /** With variants, the sum of theirs. */
  stock: number;
  lowStockThreshold?: number;
  attributes: Record<string, string>;
  sku: string;
  options?: { name: string; values: string[] }[];
  variants?: DemoVariant[];
  /** How many days before the seeding it was listed. */
  ageDays: number;
  /** 0 to 100: its weight when demo orders are drawn. */
  popularity: number;
  scene: DemoScene;
}

export interface DemoCategory {
  slug: string;
  name: string;
  description: string;
  children?: DemoCategory[];
  hsn?: string;
  gstPercent?: string;
}

export interface DemoSeller {
  key: string;
  shopName: string;
  city: string;
  state: string;
  /** Well-formed, checksum and all, but of nobody: the middle reads DEMO. */
  gstin: string;
}
