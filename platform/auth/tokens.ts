/**
 * Verifies access tokens (JWT as RFC 9068 profiles them) with the user service's public keys. Every service does this
 * by itself; a verified token is remembered until it expires or its key is withdrawn, which saves the signature check,
 * never the session check.
 */
import { errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { problem } from '../errors/problem.ts';
import type { Caller } from '../service/context.ts';
import { createKeyring, type Keys } from './keyring.ts';
import { ACCESS_TOKEN_LIVES_S, type EndedSessions } from './sessions.ts';

export const AUDIENCE = 'haat';
export const ALGORITHM = 'EdDSA';

/** True, false, or 'unknown' when nobody can tell. */
export type AskSession = (token: string) => Promise<boolean | 'unknown'>;

export interface VerifierOptions {
  issuer: string;
  /** The public keys as of now; asked again from time to time, and when a token names a key that is not among them. */
  fetchKeys: () => Promise<JSONWebKeySet>;
  ended: EndedSessions;
  /** Asked whether a session lives when the set of ended ones may be stale. */
  askSession?: AskSession;
}

export interface TokenVerifier {
  /** Throws `auth.required`, `auth.token_expired` or `auth.session_ended`. */
  verify(token: string, options?: { sensitive?: boolean }): Promise<Caller>;
}

interface Verified {
  caller: Caller;
  kid: string;
}

const REMEMBERED_TOKENS = 20_000;
/** Between the clock that stamped a token and ours. */
const CLOCKS_DIFFER_S = 60;

export function createTokenVerifier({ issuer, fetchKeys, ended, askSession }: VerifierOptions): TokenVerifier {
  const verified = new LRUCache<string, Verified>({ max: REMEMBERED_TOKENS });
  const keyring = createKeyring(fetchKeys);

  async function verifyWith({ find, kids }: Keys, token: string): Promise<Verified> {
    const { payload, protectedHeader } = await jwtVerify(token, find, {
      issuer,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      typ: 'at+jwt',
      requiredClaims: ['sub', 'sid', 'exp'],
    });
    const { kid } = protectedHeader;
    if (kid === undefined || !kids.has(kid)) throw new errors.JWTInvalid('It does not name its key.');
    // Ends of sessions are remembered as long as the tokens that we make live.
    if (payload.exp! > Date.now() / 1_000 + ACCESS_TOKEN_LIVES_S + CLOCKS_DIFFER_S) {
      throw new errors.JWTInvalid('It claims to live longer than an access token does.');
    }
    return { caller: toCaller(payload), kid };
  }

  async function check(token: string): Promise<Verified> {
    try {
      return await verifyWith(await keyring.current(), token);
    } catch (error) {
      const newer = error instanceof errors.JWKSNoMatchingKey ? keyring.newer() : undefined;
      if (!newer) throw error;
      return verifyWith(await newer, token);
    }
  }

  async function verifySignature(token: string): Promise<Verified> {
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
      const known = keyring.current();
      const { kids } = known instanceof Promise ? await known : known;
      let found = verified.get(token);
      if (found === undefined || !kids.has(found.kid)) {
        found = await verifySignature(token);
        verified.set(token, found);
      }
      const { caller } = found;
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
