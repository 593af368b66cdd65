/** A code has the value of its kind: also one whose value is missing is refused, which a comparison with null let through. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from '#platform/sql/migrate.ts';

export const discountValue: Migration = {
  name: '004-discount-value',
  async up(db: Kysely<any>) {
    await db.schema.alterTable('discount').dropConstraint('discount_value_by_kind').execute();
    await db.schema
      .alterTable('discount')
      .addCheckConstraint(
        'discount_value_by_kind',
        sql`(kind = 'percentage' and percent is not null and percent > 0 and percent <= 100 and amount_minor is null)
          or (kind <> 'percentage' and amount_minor is not null and amount_minor > 0 and percent is null)`,
      )
      .execute();
  },
};
