/**
 * Refresh tokens: `session.generation.secret.signature`. The signature tells ours from guesses, so a replay of any old
 * one is recognised without keeping it; the database holds the digest of the newest secret alone.
 *
 * Each secret is derived from the one before it under a key. A client whose answer was lost repeats its request and
 * gets the very same successor, from whichever process, though no process ever stored it. The first secret is random and
 * kept nowhere, so who steals the database, even with SECRET_KEY, cannot make a token that works.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sign, unsign } from '#platform/auth/signed.ts';

export interface RefreshToken {
  sessionId: number;
  /** 1 for the token of the login, one more with each exchange. */
  generation: number;
  secret: string;
}

/** What the session row says when a token does not fit it at once. */
export interface RefreshState {
  generation: number;
  refreshHash: string;
  ended: boolean;
  expired: boolean;
  /** The newest token was made less than ten seconds ago. */
  justRotated: boolean;
}

export type RefreshVerdict = 'repeat' | 'reused' | 'ended' | 'invalid';

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const writeToken = (key: Buffer, { sessionId, generation, secret }: RefreshToken): string =>
  sign(key, `${sessionId}.${generation}.${secret}`);

/** The parts of a token that we made, or null. */
export function readToken(key: Buffer, text: string): RefreshToken | null {
  const parts = unsign(key, text)?.split('.') ?? [];
  const [sessionId, generation, secret] = parts;
  if (parts.length !== 3 || !secret) return null;
  return { sessionId: Number(sessionId), generation: Number(generation), secret };
}

export function successorOf(key: Buffer, token: RefreshToken): RefreshToken {
  const secret = createHmac('sha256', key).update(`successor:${token.sessionId}:${token.secret}`).digest('base64url');
  return { sessionId: token.sessionId, generation: token.generation + 1, secret };
}

/** Why a genuine token could not be exchanged: a repeat of what just happened, a theft, or a session that is over. */
export function judgeRefresh(key: Buffer, token: RefreshToken, session: RefreshState | undefined): RefreshVerdict {
  if (!session) return 'invalid';
  if (session.ended) return 'ended';
  if (session.expired) return 'invalid';
  if (token.generation >= session.generation) return 'invalid';
  const successor = successorOf(key, token);
  const isParent = successor.generation === session.generation && digest(successor.secret) === session.refreshHash;
  return isParent && session.justRotated ? 'repeat' : 'reused';
}
