/** What can be said on the command line. */
import { parseArgs } from 'node:util';
import { scenarios } from './scenarios/index.ts';
import type { Scenario } from './scenarios/scenario.ts';

export interface Options {
  scenarios: readonly Scenario[];
  seconds: number;
  products: number;
  concurrency: readonly number[];
  json?: string;
  /** A folder for CPU profiles of the shop. */
  profile?: string;
  /** Also apart: six processes, and two of each. */
  apart: boolean;
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '4' },
      products: { type: 'string', default: '10000' },
      concurrency: { type: 'string', default: '1,32' },
      json: { type: 'string' },
      profile: { type: 'string' },
      apart: { type: 'boolean', default: false },
    },
  });
  return {
    scenarios: chosen(values.only),
    seconds: positive(values.seconds, 'seconds'),
    products: Math.max(2, Math.floor(positive(values.products, 'products'))),
    concurrency: values.concurrency.split(',').map((text) => Math.floor(positive(text, 'concurrency'))),
    json: values.json,
    profile: values.profile,
    apart: values.apart,
  };
}

function chosen(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return scenarios;
  return only.split(',').map((key) => {
    const scenario = scenarios.find((candidate) => candidate.key === key.trim());
    if (scenario) return scenario;
    throw new Error(`--only ${key}: there are ${scenarios.map((candidate) => candidate.key).join(', ')}.`);
  });
}

function positive(text: string, name: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0.`);
}
