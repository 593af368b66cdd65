/** What of the payments a person has to look at, for an alert: differences to the gateways' books, held money, disputes. */
import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { ServiceDatabase } from './databases.ts';

export function countFindings(databases: ReadonlyMap<string, ServiceDatabase>, registry: Registry): void {
  const payment = databases.get('payment');
  if (!payment) return;
  const open = new Gauge({
    name: 'haat_payment_findings',
    help: 'Open findings about payments, by gateway and kind: each needs a person.',
    labelNames: ['gateway', 'kind'],
    registers: [registry],
    async collect() {
      const rows = await payment.database.kysely
        .selectFrom('payment_finding')
        .select(['gateway', 'kind', sql<number>`count(*)`.as('size')])
        .where('state', '=', 'open')
        .groupBy(['gateway', 'kind'])
        .execute();
      this.reset();
      for (const { gateway, kind, size } of rows) open.set({ gateway, kind }, Number(size));
    },
  });
}
