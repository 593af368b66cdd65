/**
 * From raw input to what a handler may trust: unknown fields dropped, defaults filled, spellings of the same name
 * joined (`product_id` → `productId`), text free of control characters, everything checked by the route's schemas.
 */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type FieldError, Problem } from '../errors/problem.ts';
import type { RouteDefinition } from './route.ts';
import { decimalMark } from './schema.ts';

// JSON schema as plain data; the builders' types say more than a walker needs.
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  default?: unknown;
  [decimalMark]?: boolean;
}

export interface RawInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

export interface DecodedInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

type Part = (value: unknown) => unknown;

/** Compiles a route's three inputs once; the returned function throws `validation.failed` naming every bad field. */
export function inputDecoder(route: RouteDefinition): (raw: RawInput) => DecodedInput {
  const params = partDecoder(route.params, '', true);
  const query = partDecoder(route.query, '', true);
  const body = partDecoder(route.body, '', false);
  return (raw) => ({ params: params(raw.params), query: query(raw.query), body: body(raw.body) });
}

export function partDecoder(schema: TSchema | undefined, prefix: string, coerce: boolean): Part {
  if (schema === undefined) return () => undefined;
  const shape = schema as Schema;
  const checker = Compile(schema);
  return (value) => {
    // A request without a body is an empty object: the missing fields are then named one by one.
    const tidy = normalise(shape, value ?? (shape.type === 'object' || shape.anyOf ? {} : value), coerce);
    const dirty = findBadText(tidy, prefix);
    if (dirty) throw validationFailed([dirty]);
    if (!checker.Check(tidy)) throw validationFailed(describe(checker.Errors(tidy), prefix));
    return tidy;
  };
}

function validationFailed(errors: FieldError[]): Problem {
  const first = errors[0];
  return new Problem('validation.failed', { detail: first ? `${first.field}: ${first.message}` : undefined, errors });
}

interface Finding {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

function describe(findings: Finding[], prefix: string): FieldError[] {
  const byField = new Map<string, string>();
  for (const finding of findings) {
    const path = finding.instancePath.split('/').slice(1);
    const missing = finding.keyword === 'required' ? (finding.params as { requiredProperties?: string[] }) : undefined;
    const names = missing?.requiredProperties ?? [undefined];
    for (const name of names) {
      const field = prefix + [...path, ...(name === undefined ? [] : [name])].join('.');
      const message = name === undefined ? finding.message : 'is required';
      if (!byField.has(field || 'body') && byField.size < 20) byField.set(field || 'body', message);
    }
  }
  // "anyOf" at a parent says less than the finding below it.
  const fields = [...byField].map(([field, message]) => ({ field, message }));
  return fields.length > 1 ? fields.filter((error) => !error.message.includes('anyOf')) : fields;
}

export function normalise(schema: Schema, value: unknown, coerce: boolean): unknown {
  if (schema.anyOf) return normaliseUnion(schema.anyOf, value, coerce);
  if (schema.properties) return normaliseObject(schema.properties, value, coerce);
  if (schema.type === 'array' && Array.isArray(value) && schema.items) {
    const items = schema.items;
    return value.map((item) => normalise(items, item, coerce));
  }
  if (schema.type === 'string' && schema[decimalMark] && typeof value === 'number') return String(value);
  return coerce && typeof value === 'string' ? fromText(schema, value) : value;
}

function normaliseObject(properties: Record<string, Schema>, value: unknown, coerce: boolean): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const given = Object.hasOwn(source, name) ? source[name] : snakeCased(source, name);
    if (given !== undefined) result[name] = normalise(schema, given, coerce);
    else if (schema.default !== undefined) result[name] = schema.default;
  }
  return result;
}

function snakeCased(source: Record<string, unknown>, name: string): unknown {
  const snake = snakeOf(name);
  return snake !== name && Object.hasOwn(source, snake) ? source[snake] : undefined;
}

const snakeNames = new Map<string, string>();
function snakeOf(name: string): string {
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    snakeNames.set(name, snake);
  }
  return snake;
}

/** The variant of the same kind of value (list, object, null, scalar) is the one meant; the check then judges it. */
function normaliseUnion(variants: Schema[], value: unknown, coerce: boolean): unknown {
  const kind = kindOf(value);
  const fitting = variants.filter((variant) => kindOfSchema(variant) === kind);
  if (kind === 'object' && fitting.length > 1) {
    const source = value as Record<string, unknown>;
    const best = fitting.find((variant) =>
      requiredOf(variant).every((name) => name in source || snakeOf(name) in source),
    );
    return normalise(best ?? fitting[0]!, value, coerce);
  }
  const variant = fitting[0] ?? variants[0];
  return variant && fitting.length > 0 ? normalise(variant, value, coerce) : value;
}

const requiredOf = (schema: Schema): string[] => (schema as { required?: string[] }).required ?? [];
const kindOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'scalar';
const kindOfSchema = (schema: Schema) =>
  schema.type === 'null' || schema.type === 'array' || schema.type === 'object' ? schema.type : 'scalar';

function fromText(schema: Schema, value: string): unknown {
  if ((schema.type === 'integer' || schema.type === 'number') && /^-?\d{1,15}(\.\d{1,6})?$/.test(value)) {
    return Number(value);
  }
  if (schema.type === 'boolean') {
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0') return false;
  }
  return value;
}

// Tab and line breaks are text; other control characters never are, and PostgreSQL cannot store NUL.
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

// Deeper than any schema of ours, and shallow enough for the walk below.
const MAX_DEPTH = 32;

function findBadText(value: unknown, field: string, depth = 0): FieldError | undefined {
  if (typeof value === 'string') {
    if (controlCharacter.test(value)) return { field: field || 'body', message: 'must not hold control characters' };
    if (!value.isWellFormed()) return { field: field || 'body', message: 'must be well-formed Unicode' };
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (depth > MAX_DEPTH) return { field: field.slice(0, 80), message: 'is nested too deeply' };
  for (const [name, item] of Object.entries(value)) {
    const path = field ? `${field}.${name}` : name;
    const found = findBadText(item, path, depth + 1) ?? (Array.isArray(value) ? undefined : findBadText(name, field));
    if (found) return found;
  }
  return undefined;
}
