/** The same shop, divided: six processes behind nginx with Redis between them, with one or two of each service. */

export interface Arrangement {
  name: string;
  /** What is started instead of `npm start`. */
  program: readonly string[];
}

const apart = (replicas: number): readonly string[] => [
  'apps/server/src/commands/apart.ts',
  '--replicas',
  String(replicas),
];

export const oneProcess: Arrangement = { name: 'one process', program: ['apps/server/src/main.ts'] };

export const arrangements: readonly Arrangement[] = [
  oneProcess,
  { name: 'six processes', program: apart(1) },
  { name: 'six, two of each', program: apart(2) },
];

/** A read from memory, a small write, the hottest write, and the whole way, on which services talk to each other most. */
export const comparedScenarios = ['product', 'add-to-cart', 'placement', 'checkout'];
