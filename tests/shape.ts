/** Says what an answer must look like, part by part. Fields beyond those named are welcome: the API may grow. */
import assert from 'node:assert/strict';

export type Check = (value: unknown) => boolean;
export type Shape =
  | Check
  | RegExp
  | string
  | number
  | boolean
  | null
  | readonly Shape[]
  | { readonly [name: string]: Shape };

export const text: Check = (value) => typeof value === 'string' && value.length > 0;
export const anyText: Check = (value) => typeof value === 'string';
export const id: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
export const whole: Check = (value) => Number.isSafeInteger(value);
export const flag: Check = (value) => typeof value === 'boolean';
/** A decimal string in rupees, never a float. */
export const money: Check = (value) => typeof value === 'string' && /^\d+\.\d\d$/.test(value);
export const time: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
export const list: Check = (value) => Array.isArray(value);
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** A page whose items all fit; `[shape]` asks for at least one item, and every item must fit. */
export const pageOf = (item: Shape): Shape => ({ items: [item], nextCursor: orNull(anyText) });
export const anyPage: Shape = { items: list, nextCursor: orNull(anyText) };

export function assertLike(actual: unknown, expected: Shape, at = 'answer'): void {
  const shown = `${at} is ${JSON.stringify(actual)?.slice(0, 300)}`;
  if (typeof expected === 'function') {
    assert.ok(expected(actual), shown);
  } else if (expected instanceof RegExp) {
    assert.ok(typeof actual === 'string' && expected.test(actual), `${shown}, not like ${expected}`);
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), shown);
    assertList(actual, expected, at);
  } else if (expected !== null && typeof expected === 'object') {
    assert.ok(actual !== null && typeof actual === 'object', shown);
    for (const [name, part] of Object.entries(expected)) {
      assertLike((actual as Record<string, unknown>)[name], part, `${at}.${name}`);
    }
  } else {
    assert.deepEqual(actual, expected, shown);
  }
}

function assertList(actual: readonly unknown[], expected: readonly Shape[], at: string): void {
  if (expected.length !== 1) {
    assert.equal(actual.length, expected.length, `${at} has ${actual.length} items, not ${expected.length}`);
    expected.forEach((part, index) => {
      assertLike(actual[index], part, `${at}[${index}]`);
    });
    return;
  }
  assert.ok(actual.length > 0, `${at} is empty`);
  actual.forEach((item, index) => {
    assertLike(item, expected[0]!, `${at}[${index}]`);
  });
}

/** A refusal as every client may rely on it: problem+json, the code, and the id under which the log knows it. */
export function assertProblem(
  response: { status: number; headers: Headers; body: any },
  status?: number,
  code?: string,
): void {
  const { body } = response;
  const shown = `${response.status} ${JSON.stringify(body)?.slice(0, 400)}`;
  if (status !== undefined) assert.equal(response.status, status, shown);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, shown);
  if (code !== undefined) assert.equal(body.code, code, shown);
  assert.equal(body.status, response.status, shown);
  assert.match(body.code, /^[a-z]+(\.[a-z_]+)+$/, shown);
  assert.ok(text(body.requestId) && text(body.title) && text(body.type), shown);
}
