/**
 * From what a seller sends to the variants that are kept. Every product has at least one variant; a product without
 * options has exactly one, whose options are empty.
 */
import type { ProductOption } from '#contracts/product/schemas.ts';

export interface VariantInput {
  options: Record<string, string>;
}

/** No two the same, in whatever order the names stand. */
export const optionsKey = (options: Record<string, string>): string =>
  JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));

/** "M / Indigo", in the order of the product's options; null for the variant of a product without options. */
export function variantTitle(options: readonly ProductOption[], chosen: Record<string, string>): string | null {
  return options.length === 0 ? null : options.map((option) => chosen[option.name] ?? '').join(' / ');
}

/** The options that a list of variants spans, where they were not told. */
export function optionsSpannedBy(variants: readonly VariantInput[]): ProductOption[] {
  const values = new Map<string, string[]>();
  for (const variant of variants) {
    for (const [name, value] of Object.entries(variant.options)) {
      const known = values.get(name) ?? [];
      if (!known.includes(value)) known.push(value);
      values.set(name, known);
    }
  }
  return [...values].map(([name, all]) => ({ name, values: all }));
}

/** Why the variants do not fit the options; null when they do. */
export function misfit(options: readonly ProductOption[], variants: readonly VariantInput[]): string | null {
  const names = options.map((option) => option.name);
  if (new Set(names).size < names.length) return 'Two options have the same name.';
  for (const option of options) {
    if (new Set(option.values).size < option.values.length) return `The option ${option.name} lists a value twice.`;
  }
  if (variants.length === 0) return 'A product has at least one variant.';
  if (names.length === 0 && variants.length > 1) return 'A product without options has only one variant.';
  const seen = new Set<string>();
  for (const { options: chosen } of variants) {
    const key = optionsKey(chosen);
    if (seen.has(key)) return `Two variants are ${Object.values(chosen).join(' / ') || 'the same'}.`;
    seen.add(key);
    const unknown = Object.keys(chosen).find((name) => !names.includes(name));
    if (unknown !== undefined) return `${unknown} is not an option of the product.`;
    for (const option of options) {
      const value = chosen[option.name];
      if (value === undefined) return `A variant does not say its ${option.name}.`;
      if (!option.values.includes(value)) return `${value} is not a value of ${option.name}.`;
    }
  }
  return null;
}
