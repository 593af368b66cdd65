/** The body of a webhook whose sender is proven: JSON, and the few fields of it that are worth reading. */
import { isUtf8 } from 'node:buffer';
import { problem } from '#platform/errors/problem.ts';

/** An object; genuine senders are not trusted to send well-formed ones. */
export function readBody(body: Buffer): Readonly<Record<string, any>> {
  if (!isUtf8(body)) throw problem('body.malformed');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw problem('body.malformed', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem('body.malformed');
  return value;
}

/** A text of the body, or null. */
export const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;
