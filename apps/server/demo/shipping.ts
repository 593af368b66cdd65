// The demo's ways of sending: a cheap one that becomes free, a quick one, and a slow one that costs nothing.

export interface DemoShippingMethod {
  name: string;
  code: string;
  kind: 'flat' | 'free_above';
  price: string;
  freeAbove?: string;
  minDays: number;
  maxDays: number;
}

export const demoShippingMethods: DemoShippingMethod[] = [
  {
    name: 'Standard delivery',
    code: 'standard',
    kind: 'free_above',
    price: '49.00',
    freeAbove: '499.00',
    minDays: 3,
    maxDays: 5,
  },
  { name: 'Express delivery', code: 'express', kind: 'flat', price: '129.00', minDays: 1, maxDays: 2 },
  { name: 'Collect from a pick-up point', code: 'pickup', kind: 'flat', price: '0.00', minDays: 4, maxDays: 7 },
];
