// GST by category for the demo: round figures to show how slabs work, not tax advice.

export interface DemoTaxRate {
  /** null is the rate of everything not named. */
  categorySlug: string | null;
  percent: string;
}

export const demoTaxRates: DemoTaxRate[] = [
  { categorySlug: null, percent: '18' },
  { categorySlug: 'kitchen-dining', percent: '12' },
  { categorySlug: 'home-decor', percent: '12' },
  { categorySlug: 'textiles-bedding', percent: '5' },
  { categorySlug: 'womens-ethnic-wear', percent: '5' },
  { categorySlug: 'mens-wear', percent: '5' },
  { categorySlug: 'footwear', percent: '12' },
  { categorySlug: 'jewellery-accessories', percent: '3' },
  { categorySlug: 'grocery-spices', percent: '5' },
  { categorySlug: 'tea-coffee', percent: '5' },
  { categorySlug: 'sweets-snacks', percent: '5' },
  { categorySlug: 'toys-games', percent: '12' },
  { categorySlug: 'books-stationery', percent: '0' },
  { categorySlug: 'garden-plants', percent: '5' },
  { categorySlug: 'puja-festive', percent: '5' },
];
