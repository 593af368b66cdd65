/**
 * The public API, row by row: each call by its fixed name, with its outcome by status, fields and problem code. Every
 * row is asked twice, at the path as it is written and with a slash behind it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestShop } from '#apps/server/src/testing.ts';
import { errorDefinition } from '#platform/errors/problem.ts';
import { assertLike, assertProblem, type Shape } from '../../shape.ts';

/** What the rows of a file share: tokens by name, people, and what the rows before have made. */
export interface Stage {
  shop: TestShop;
  tokens: Record<string, string>;
  [name: string]: any;
}

/** A value, or what makes it anew each time that the row is asked. */
type Made<T> = T | (() => T | Promise<T>);

export interface Row {
  /** What is guaranteed, where call, caller and outcome do not say it. */
  why?: string;
  /** A name in `stage.tokens`; nobody when left out. */
  by?: string;
  /** The path, where it has ids or a query. */
  at?: Made<string>;
  body?: unknown;
  headers?: Made<Record<string, string>>;
  /** Status of success, or else the code of the refusal. */
  ok?: number;
  refused?: string;
  like?: Made<{ readonly [name: string]: Shape }>;
  check?: (answer: any, stage: Stage, headers: Headers) => void | Promise<void>;
  /** Asked once: it uses up what it needs. */
  once?: boolean;
}

export const emptyStage = (): Stage => ({ shop: undefined as unknown as TestShop, tokens: {} });

export function checkRows(stage: Stage, calls: Readonly<Record<string, readonly Row[]>>): void {
  for (const [call, rows] of Object.entries(calls)) {
    for (const row of rows) {
      const name = `${call} by ${row.by ?? 'anyone'} → ${row.ok ?? row.refused}${row.why ? `: ${row.why}` : ''}`;
      test(name, async () => {
        await ask(stage, call, row, '');
        if (!row.once) await ask(stage, call, row, '/');
      });
    }
  }
}

async function ask(stage: Stage, call: string, row: Row, slash: string): Promise<void> {
  const [method, written] = call.split(' ') as [string, string];
  const [path, query] = (await made(row.at ?? written)).split('?') as [string, string?];
  assert.ok(!path.includes('{'), `${call} needs \`at\``);
  const response = await stage.shop.request(method, `${path}${slash}${query === undefined ? '' : `?${query}`}`, {
    token: row.by === undefined ? undefined : (stage.tokens[row.by] ?? assert.fail(`Nobody is called ${row.by}.`)),
    body: await made(row.body),
    headers: await made(row.headers ?? {}),
  });
  if (row.refused) assertProblem(response, errorDefinition(row.refused).status, row.refused);
  else assert.equal(response.status, row.ok, JSON.stringify(response.body));
  if (row.like) assertLike(response.body, await made(row.like));
  await row.check?.(response.body, stage, response.headers);
}

function made<T>(value: Made<T>): T | Promise<T> {
  return typeof value === 'function' ? (value as () => T | Promise<T>)() : value;
}

/** The value, once this is done. */
export async function having<T>(done: Promise<unknown>, value: T): Promise<T> {
  await done;
  return value;
}

/** Remembers a value for the checks that follow. */
export function keep<T>(stage: Stage, name: string, value: T): T {
  stage[name] = value;
  return value;
}

/** For refused input: every one of these fields is named. */
export function naming(...fields: string[]) {
  return (answer: any): void => {
    const named: string[] = answer.errors.map((error: any) => error.field);
    for (const field of fields) assert.ok(named.includes(field), `${field} is not among ${named}`);
  };
}
