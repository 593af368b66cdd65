/**
 * Verifies access tokens (JWT as RFC 9068 profiles them) with the user service's public keys. Every service does this
 * by itself; a verified token is remembered until it expires, which saves the signature check, never the session check.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { problem } from '../errors/problem.ts';
import type { Caller } from '../service/context.ts';
import type { EndedSessions } from './sessions.ts';

export const AUDIENCE = 'haat';
export const ALGORITHM = 'EdDSA';

/** True, false, or 'unknown' when nobody can tell. */
export type AskSession = (token: string) => Promise<boolean | 'unknown'>;

export interface VerifierOptions {
  issuer: string;
  /** The public keys as of now; asked again when a token names a key that is not among them. */
  fetchKeys: () => Promise<JSONWebKeySet>;
  ended: EndedSessions;
  /** Asked whether a session lives when the set of ended ones may be stale. */
  askSession?: AskSession;
}

export interface TokenVerifier {
  /** Throws `auth.required`, `auth.token_expired` or `auth.session_ended`. */
  verify(token: string, options?: { sensitive?: boolean }): Promise<Caller>;
}

const REMEMBERED_TOKENS = 20_000;
const KEYS_PAUSE_MS = 2_000;

export function createTokenVerifier({ issuer, fetchKeys, ended, askSession }: VerifierOptions): TokenVerifier {
  const verified = new LRUCache<string, Caller>({ max: REMEMBERED_TOKENS });
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let keysReadAt = 0;

  async function readKeys() {
    keysReadAt = Date.now();
    keys = createLocalJWKSet(await fetchKeys());
    return keys;
  }

  async function check(token: string): Promise<Caller> {
    const options = {
      issuer,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      typ: 'at+jwt',
      requiredClaims: ['sub', 'sid', 'exp'],
    };
    try {
      const { payload } = await jwtVerify(token, keys ?? (await readKeys()), options);
      return toCaller(payload);
    } catch (error) {
      // A rotated key: read them again, though not for every forged token.
      if (error instanceof errors.JWKSNoMatchingKey && Date.now() - keysReadAt > KEYS_PAUSE_MS) {
        const { payload } = await jwtVerify(token, await readKeys(), options);
        return toCaller(payload);
      }
      throw error;
    }
  }

  async function verifySignature(token: string): Promise<Caller> {
    try {
      return await check(token);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw problem('auth.token_expired');
      if (error instanceof errors.JOSEError)
        throw problem('auth.required', { detail: 'The access token is not valid.' });
      throw error;
    }
  }

  return {
    async verify(token, { sensitive = false } = {}) {
      let caller = verified.get(token);
      if (!caller) {
        caller = await verifySignature(token);
        verified.set(token, caller);
      }
      if (caller.expiresAtS * 1_000 <= Date.now()) throw problem('auth.token_expired');
      if (ended.has(caller.sessionId)) throw problem('auth.session_ended');
      if (!ended.isFresh() && askSession) {
        const alive = await askSession(token);
        if (alive === false) {
          // What one answer said is not forgotten when the next question finds nobody.
          ended.learn(caller.sessionId);
          throw problem('auth.session_ended');
        }
        if (alive === 'unknown' && sensitive) throw problem('service.unavailable');
      }
      return caller;
    },
  };
}

function toCaller(claims: Record<string, unknown>): Caller {
  return {
    userId: Number(claims.sub),
    email: String(claims.email ?? ''),
    name: String(claims.name ?? ''),
    sessionId: String(claims.sid),
    roles: Array.isArray(claims.roles) ? claims.roles.map(String) : [],
    permissions: new Set(
      String(claims.scope ?? '')
        .split(' ')
        .filter(Boolean),
    ),
    expiresAtS: Number(claims.exp),
  };
}
