/** Tax, shipping and discount codes of the demo; a shop that has some keeps its own. */
import type { Logger } from '#platform/log/log.ts';
import { demoDiscounts } from '../../demo/discounts.ts';
import { demoShippingMethods } from '../../demo/shipping.ts';
import { demoTaxRates } from '../../demo/tax.ts';
import type { ShopClients } from '../compose.ts';
import { actingAs, house } from './acting.ts';

export async function seedSettings({ cart }: ShopClients, categoryIds: ReadonlyMap<string, number>, log: Logger) {
  const context = actingAs(house, log);
  const page = { query: { limit: 100 } };
  const idOf = (slug: string | null | undefined) => (slug ? (categoryIds.get(slug) ?? null) : null);

  const methods = new Set((await cart.listShippingMethods(page, context)).items.map(({ code }) => code));
  for (const method of demoShippingMethods) {
    if (!methods.has(method.code)) await cart.createShippingMethod({ body: method }, context);
  }

  const rates = new Set((await cart.listTaxRates(page, context)).items.map(({ name }) => name));
  for (const { categorySlug, percent } of demoTaxRates) {
    const name = categorySlug ? `GST ${percent}%, ${categorySlug}` : `GST ${percent}%`;
    const body = { name, percent, country: 'IN', categoryId: idOf(categorySlug), included: true };
    if (!rates.has(name)) await cart.createTaxRate({ body }, context);
  }

  const codes = new Set((await cart.listDiscounts(page, context)).items.map(({ code }) => code));
  for (const { categorySlug, ...discount } of demoDiscounts) {
    const body = { ...discount, categoryId: idOf(categorySlug) };
    if (!codes.has(discount.code)) await cart.createDiscount({ body }, context);
  }
}
