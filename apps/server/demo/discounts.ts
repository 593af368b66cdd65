// The demo's discount codes, one for each rule a shop asks for first.

export interface DemoDiscount {
  code: string;
  kind: 'fixed' | 'percentage' | 'coupon';
  /** Rupees for `fixed` and `coupon`, percent for `percentage`. */
  value: string;
  minimum?: string;
  /** Only lines of this category and those below it. */
  categorySlug?: string;
  usageLimit?: number;
  perUserLimit?: number;
}

export const demoDiscounts: DemoDiscount[] = [
  { code: 'WELCOME10', kind: 'percentage', value: '10', perUserLimit: 1 },
  { code: 'FLAT100', kind: 'fixed', value: '100.00', minimum: '999.00' },
  { code: 'FESTIVE250', kind: 'coupon', value: '250.00', minimum: '1999.00', usageLimit: 500, perUserLimit: 2 },
  { code: 'CHAITIME15', kind: 'percentage', value: '15', categorySlug: 'tea-coffee' },
  { code: 'FIRST20', kind: 'coupon', value: '200.00', minimum: '500.00', usageLimit: 20, perUserLimit: 1 },
];
