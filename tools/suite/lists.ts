/** Which tests run where, besides on PostgreSQL with the shop in one process, where all of them do. */

export const everywhere = ['platform', 'contracts', 'services', 'apps', 'tests', 'bench', 'tools'].map(
  (folder) => `${folder}/**/*.test.ts`,
);

/** They start, kill, ask or configure a PostgreSQL. */
export const aboutPostgres = [
  'platform/postgres/*.test.ts',
  'platform/sql/lost-connections.test.ts',
  'apps/server/src/metrics.test.ts',
  'bench/*.test.ts',
  'tests/architecture/isolation.test.ts',
  'tests/constraints/*.test.ts',
  'tests/deploy/*.test.ts',
  'tests/failures/!(invariants).test.ts',
  'tests/failures/chaos/*.test.ts',
  'tests/journeys/*mariadb*.test.ts',
  'tests/mutations/*.test.ts',
  'tests/races/{batches,lost-connections}.test.ts',
];

/** Every store and the roads through a whole shop; what has no SQL of its own is not run twice. */
export const onBothDialects = [
  'platform/events/*.test.ts',
  'platform/service/*.test.ts',
  'platform/sql/changes/*.test.ts',
  'apps/server/src/schedules.test.ts',
  'services/cart/src/{store,use-cases}/*.test.ts',
  'services/order/src/{live,use-cases}/*.test.ts',
  'services/payment/src/use-cases/*.test.ts',
  'services/payment/src/pages/*.test.ts',
  'services/payment/src/providers/{roads,reconciliation,outage}.test.ts',
  'services/product/src/cache/*.test.ts',
  'services/product/src/use-cases/!(images).test.ts',
  'services/user/src/use-cases/*.test.ts',
  'tests/failures/invariants.test.ts',
  'tests/gateways/gateways.test.ts',
  'tests/payouts/payouts.test.ts',
  'tests/journeys/{road,turns,books,documents,payouts}.test.ts',
  'tests/races/masses.test.ts',
];

/** Roads through a whole shop. */
export const inEveryShape = ['tests/journeys/!(*mariadb*).test.ts'];
