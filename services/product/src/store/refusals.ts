/** What a constraint refused, as the problem that it stands for. */
import { type Problem, problem } from '#platform/errors/problem.ts';

const byConstraint: Readonly<Record<string, string>> = {
  product_slug_unique: 'product.slug_taken',
  variant_sku_unique: 'product.sku_taken',
  product_category_fk: 'category.not_found',
  hold_line_variant_fk: 'product.variant_invalid',
  category_slug_unique: 'category.slug_taken',
  category_parent_fk: 'category.not_found',
  category_depth_range: 'category.cycle',
  image_product_fk: 'product.not_found',
};

/** Runs `work`; a refused constraint becomes its problem. `other` overrides what a constraint means here. */
export async function refusing<T>(work: () => Promise<T>, other: Readonly<Record<string, string>> = {}): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error, other) ?? error;
  }
}

function problemOf(error: unknown, other: Readonly<Record<string, string>>): Problem | undefined {
  const constraint = (error as { constraint?: string } | null)?.constraint;
  if (typeof constraint !== 'string') return undefined;
  const code = other[constraint] ?? byConstraint[constraint];
  return code === undefined ? undefined : problem(code, { cause: error });
}
