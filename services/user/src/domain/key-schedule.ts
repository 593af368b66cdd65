/** Which key signs, which are published, which have done their work: decided by times alone. */
import { ACCESS_TOKEN_LIVES_S } from '#platform/auth/sessions.ts';

export interface KeyTimes {
  activeFrom: Date;
}

/** A new key is published this long before it signs, so that every verifier can have read it by then. */
export const PUBLISHED_BEFORE_USE_MS = 60_000;
/** Processes look for new keys this often, so one may go on signing with the old key for so long. */
export const KEYS_READ_EVERY_MS = 30_000;
const TOKENS_DIE_AFTER_MS = ACCESS_TOKEN_LIVES_S * 1_000 + KEYS_READ_EVERY_MS + 60_000;

/** Keys are given newest first. */
export const signingKey = <K extends KeyTimes>(keys: readonly K[], nowMs: number): K | undefined =>
  keys.find((key) => key.activeFrom.getTime() <= nowMs);

/** The one that signs and a coming one; and older ones until the last token that they signed has expired. */
export function publishedKeys<K extends KeyTimes>(keys: readonly K[], nowMs: number): K[] {
  return keys.filter((_key, index) => {
    const successor = keys[index - 1];
    return successor === undefined || nowMs < successor.activeFrom.getTime() + TOKENS_DIE_AFTER_MS;
  });
}
