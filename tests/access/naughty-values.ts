/** Input that no honest client sends, made for a route from its own contract: one part of a valid call goes wrong at a time. */
import type { TSchema } from 'typebox';
import type { Attempt } from './calls/call.ts';

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}

export interface Naughty {
  /** What is wrong, for the message. */
  what: string;
  attempt: Attempt;
  /** Put into the path or behind it as it is, without encoding. */
  rawParams?: Record<string, string>;
  rawQuery?: string;
  /** Refused whatever the contract says of the field: no text holds control characters. */
  never?: boolean;
}

const nested = (depth: number): unknown => {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

/** Put everywhere. */
const always: readonly unknown[] = [null, {}, 'a\u0000b', 1e20, nested(500)];

/** Put here and there, each somewhere in every larger body. */
const sometimes: readonly unknown[] = [
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53 + 2,
  '',
  ' ',
  'x'.repeat(30_000),
  'a\u0007b',
  'a\u007fb',
  'a\ud800b',
  "' OR 1=1; --",
  '<script>alert(1)</script>',
  '%s%n#{7*7}{{7*7}}',
  '../../../../etc/passwd',
  '=HYPERLINK("http://evil")',
  '🦄\u202e\u0301é',
  '1e5',
  'NaN',
  '-0',
  '0x10',
  '99999999999999999999',
  '2026-13-45T99:99:99Z',
  '0000-00-00T00:00:00Z',
  [],
  [null],
  { $gt: '' },
  { toString: 1, valueOf: 2 },
  nested(3),
];

const SOME = 5;

/** A few of a list, others for each name, the same in every run. */
function someOf<T>(list: readonly T[], name: string): T[] {
  let start = 0;
  for (const letter of name) start = (start * 31 + letter.codePointAt(0)!) % list.length;
  return Array.from({ length: SOME }, (_, index) => list[(start + index * 7) % list.length]!);
}

/** Raw pieces of an address, put everywhere; what is broken stays broken. */
const rawAlways: readonly string[] = ['-1', '%00', '%ff%fe', '99999999999999999999', 'constructor', '__proto__'];

const rawSometimes: readonly string[] = [
  '0',
  '1.5',
  '1e3',
  '+1',
  '%2B1',
  '9007199254740993',
  'abc',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '%5Bobject%20Object%5D',
  '1%00',
  '%07',
  '%0d%0aSet-Cookie:%20a=b',
  '%E0%A4%A',
  '%zz',
  "1'%20OR%20'1'='1",
  '1;drop%20table%20orders',
  '..%2f..%2fetc%2fpasswd',
  '%EF%BC%91',
  '%20',
  'x'.repeat(5_000),
];

const cursors: readonly string[] = [
  '{}',
  '""',
  '["x","y","z","w","v"]',
  '[{}]',
  '[[]]',
  '{"__proto__":1}',
  '\u0000',
  '1e400',
  '[1e400,-1e400]',
]
  .map((json) => Buffer.from(json).toString('base64url'))
  .concat('nonsense', '%00', '=', '!!', 'x'.repeat(513));

/** Where a value can be put into a body: paths of names, and 0 for the first of a list. */
function* placesIn(schema: Schema | undefined, path: (string | 0)[] = []): Generator<(string | 0)[]> {
  if (!schema || path.length > 4) return;
  for (const variant of schema.anyOf ?? []) yield* placesIn(variant, path);
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    yield [...path, name];
    yield* placesIn(part, [...path, name]);
  }
  if (schema.items) {
    yield [...path, 0];
    yield* placesIn(schema.items, [...path, 0]);
  }
}

function withValue(body: unknown, [first, ...rest]: (string | 0)[], value: unknown): unknown {
  if (first === undefined) return value;
  if (first === 0) return [withValue(Array.isArray(body) ? body[0] : undefined, rest, value)];
  const object =
    body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
  return { ...object, [first]: withValue(object[first], rest, value) };
}

export function* naughtyBodies(schema: TSchema | undefined, valid: Attempt): Generator<Naughty> {
  if (schema === undefined || valid.body instanceof FormData) return;
  for (const value of [...always, ...sometimes]) {
    yield { what: `body = ${shown(value)}`, attempt: { ...valid, body: JSON.stringify(value) } };
  }
  const places = new Map([...placesIn(schema as Schema)].map((path) => [path.join('.'), path]));
  for (const [name, path] of places) {
    for (const value of [...always, ...someOf(sometimes, name)]) {
      yield {
        what: `body.${name} = ${shown(value)}`,
        attempt: { ...valid, body: withValue(valid.body, path, value) },
        // Of several kinds of body only one reads the field.
        never: value === 'a\u0000b' && !(schema as Schema).anyOf,
      };
    }
  }
}

export function* naughtyQueries(schema: TSchema | undefined, valid: Attempt): Generator<Naughty> {
  for (const name of Object.keys((schema as Schema | undefined)?.properties ?? {})) {
    const others = Object.entries(valid.query ?? {}).filter(([other]) => other !== name);
    const rest = others.map(([other, value]) => `&${other}=${value}`).join('');
    const texts = ['', ...rawAlways, ...someOf(rawSometimes, name), ...(name === 'cursor' ? cursors : [])];
    const strange = [`${name}=1&${name}=2`, `${name}[a]=1`, `${name}[]=1`];
    for (const query of [...texts.map((text) => `${name}=${text}`), ...strange]) {
      yield {
        what: `?${query.slice(0, 80)}`,
        attempt: valid,
        rawQuery: query + rest,
        never: query.endsWith('=%00'),
      };
    }
  }
}

export function* naughtyParams(schema: TSchema | undefined, valid: Attempt): Generator<Naughty> {
  for (const name of Object.keys((schema as Schema | undefined)?.properties ?? {})) {
    for (const text of [...rawAlways, ...rawSometimes]) {
      yield {
        what: `{${name}} = ${text.slice(0, 60)}`,
        attempt: valid,
        rawParams: { [name]: text },
        never: text === '%00',
      };
    }
  }
}

/** Bodies that are not even JSON that we read: what is sent, and what it is answered. */
export const brokenBodies: readonly { what: string; body: string | Buffer; type?: string; code: string }[] = [
  { what: 'cut off', body: '{"a":', code: 'body.malformed' },
  { what: 'a comma too many', body: '{"a":1,}', code: 'body.malformed' },
  { what: 'not JSON', body: 'undefined', code: 'body.malformed' },
  { what: 'two documents', body: '{}{}', code: 'body.malformed' },
  { what: 'a name without quotes', body: '{a:1}', code: 'body.malformed' },
  { what: 'not UTF-8', body: Buffer.from('{"name":"\xc3\x28"}', 'latin1'), code: 'body.malformed' },
  { what: 'UTF-16', body: Buffer.from('\ufeff{"name":"x"}', 'utf16le'), code: 'body.malformed' },
  { what: 'random bytes', body: Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x01]), code: 'body.malformed' },
  { what: '__proto__', body: '{"__proto__":{"admin":true}}', code: 'body.malformed' },
  { what: '__proto__, escaped', body: '{"\\u005f_proto__":{"admin":true}}', code: 'body.malformed' },
  { what: '__proto__, further in', body: '{"a":[{"__proto__":{"admin":true}}]}', code: 'body.malformed' },
  { what: 'constructor.prototype', body: '{"constructor":{"prototype":{"admin":true}}}', code: 'body.malformed' },
  { what: 'text', body: 'hello', type: 'text/plain', code: 'media.unsupported' },
  // A stranger's page may post forms and text without being asked first.
  { what: 'a form', body: 'a=1', type: 'application/x-www-form-urlencoded', code: 'media.unsupported' },
  { what: 'XML', body: '<a/>', type: 'application/xml', code: 'media.unsupported' },
  { what: 'no type', body: '{}', type: '', code: 'media.unsupported' },
  { what: 'half a type', body: '{}', type: 'application/', code: 'media.unsupported' },
];

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length})` : text;
}
