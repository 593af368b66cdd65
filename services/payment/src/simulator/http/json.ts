/** JSON bodies, read strictly: UTF-8, an object, nothing that touches a prototype. */
import { isUtf8 } from 'node:buffer';
import { parse } from 'secure-json-parse';
import type { Call } from './dialect.ts';

/** Null when it is no JSON object; an empty body is an empty object. */
export function jsonOf(call: Call): Record<string, unknown> | null {
  if (call.body.length === 0) return {};
  if (!isUtf8(call.body)) return null;
  try {
    const value: unknown = parse(call.body.toString('utf8'), undefined, {
      protoAction: 'error',
      constructorAction: 'error',
    });
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export const isJson = (call: Call): boolean =>
  /^application\/json\b/i.test(call.headers['content-type'] ?? '') || call.body.length === 0;

/** The name and password of Basic credentials. */
export function basicOf(call: Call): { name: string; password: string } | null {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/.exec(call.headers.authorization ?? '');
  if (!match) return null;
  const [name = '', ...rest] = Buffer.from(match[1]!, 'base64').toString('utf8').split(':');
  return { name, password: rest.join(':') };
}
