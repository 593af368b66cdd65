/** Reading bodies strictly: valid UTF-8, valid JSON, no prototype tricks, and nothing of a type we do not speak. */
import { isUtf8 } from 'node:buffer';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { parse as parseSafely } from 'secure-json-parse';
import { problem } from '../errors/problem.ts';
import { holdsCardNumber } from '../log/scrub.ts';

export const JSON_LIMIT_BYTES = 1_048_576;
export const UPLOAD_LIMIT_BYTES = 15 * 1_048_576;

export async function readBodiesStrictly(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/([\w.+-]+\+)?json/i, { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    // A gateway's signature covers the bytes as they came.
    if (request.routeOptions.config.rawBody) return done(null, bytes);
    try {
      done(null, parseJson(bytes, request.routeOptions.config.internal ?? false));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    // A form on a stranger's site may be posted without asking first, so only pages of our own take forms.
    if (!request.routeOptions.config.form) return done(problem('media.unsupported'));
    const fields = new URLSearchParams(body as string);
    if ([...fields.values()].some(holdsCardNumber)) return done(problem('body.card_number'));
    done(null, Object.fromEntries(fields));
  });
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT_BYTES, files: 10, fields: 20, fieldSize: 10_000 } });
}

function parseJson(bytes: Buffer, internal: boolean): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw problem('body.malformed', { detail: 'The body is not valid UTF-8.' });
  const text = bytes.toString('utf8');
  // No field takes one; a shopper who writes it into a note is told at once, and nothing of it is kept.
  if (!internal && holdsCardNumber(unescaped(text))) throw problem('body.card_number');
  try {
    return parseSafely(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw problem('body.malformed', { cause: error });
  }
}

/** Digits may be written as escapes too. */
const unescaped = (text: string): string =>
  text.includes('\\u00')
    ? text.replaceAll(/\\u00([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
