/** What is the same in every call to Razorpay: Basic keys, JSON bodies, pages by `count` and `skip`. */
import Type from 'typebox';
import type { Call } from '../../http/dialect.ts';
import { basicOf, isJson, jsonOf } from '../../http/json.ts';
import { type Shape, shape } from '../../http/shape.ts';
import { ofFinding, refusal } from './errors.ts';

export function guard(call: Call, keys: { keyId: string; keySecret: string }): void {
  const given = basicOf(call);
  if (given?.name !== keys.keyId || given.password !== keys.keySecret) {
    throw refusal('Authentication failed', { reason: 'authentication_failed' }, 401);
  }
}

export function bodyOf<T>(call: Call, by: Shape): T {
  const body = isJson(call) ? jsonOf(call) : null;
  if (!body) throw refusal('The request body is not valid JSON.');
  const fault = by.fault(body);
  if (fault) throw ofFinding(fault);
  return body as T;
}

const digits = Type.String({ pattern: '^[0-9]{1,12}$' });
export const pageFields = {
  from: Type.Optional(digits),
  to: Type.Optional(digits),
  count: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
  skip: Type.Optional(digits),
};

export interface PageQuery {
  from?: string;
  to?: string;
  count?: string;
  skip?: string;
}

export function queryOf<T>(call: Call, by: Shape): T {
  const query = Object.fromEntries(call.query);
  const fault = by.fault(query);
  if (fault) throw ofFinding(fault);
  return query as T;
}

/** Newest first. */
export function pageOf<T extends { created_at: number }>(oldestFirst: readonly T[], query: PageQuery): T[] {
  const skip = Number(query.skip ?? 0);
  return oldestFirst
    .filter(({ created_at: at }) => query.from === undefined || at >= Number(query.from))
    .filter(({ created_at: at }) => query.to === undefined || at <= Number(query.to))
    .reverse()
    .slice(skip, skip + Number(query.count ?? 10));
}

export const pageShape = shape(Type.Object(pageFields, { additionalProperties: false }));

/** Fifteen pairs of short texts. */
export const Notes = Type.Record(
  Type.String({ pattern: '^.{1,255}$' }),
  Type.Union([Type.String({ maxLength: 255 }), Type.Integer()]),
  { maxProperties: 15 },
);

export const textNotes = (notes: Record<string, string | number> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(notes ?? {}).map(([name, value]) => [name, String(value)]));
