/** Letting time pass, or the past go, in tables whose rows are never rewritten: their guard is lifted for as long as it takes. */
import type { TestShop } from '#apps/server/src/testing.ts';
import type { Dialect } from '#platform/sql/dialect.ts';

const EVENTS = ['update', 'delete'];

/** What lifts the guard of a table, and what sets it up again. */
const guards: Record<Dialect, (table: string) => { lift: string[]; restore: string[] }> = {
  postgres: (table) => ({
    lift: [`alter table haat_payment.${table} disable trigger user`],
    restore: [`alter table haat_payment.${table} enable trigger user`],
  }),
  mysql: (table) => ({
    lift: EVENTS.map((event) => `drop trigger haat_payment.${table}_no_${event}`),
    restore: EVENTS.map(
      (event) => `create trigger haat_payment.${table}_no_${event} before ${event} on haat_payment.${table}
        for each row signal sqlstate '45000' set message_text = '${table} is append-only'`,
    ),
  }),
};

/** One of the append-only tables of the payment service. */
export async function rewrite(
  shop: TestShop,
  table: 'ledger_posting' | 'ledger_entry' | 'document',
  text: string,
  values: unknown[] = [],
): Promise<void> {
  const { lift, restore } = guards[shop.database('payment').dialect](table);
  for (const statement of lift) await shop.sql(statement);
  await shop.sql(text, values);
  for (const statement of restore) await shop.sql(statement);
}
