/**
 * The public keys that access tokens are verified with, as a process knows them. They are read again behind the back of
 * whoever verifies, so that a key which was withdrawn is refused everywhere within half a minute, and nobody waits for it.
 */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

export interface Keys {
  find: ReturnType<typeof createLocalJWKSet>;
  kids: ReadonlySet<string>;
}

export interface Keyring {
  /** A promise only where none are known, or those that are known could not be read again for too long. */
  current(): Keys | Promise<Keys>;
  /** For a token whose key is not among them; undefined when they were read a moment ago, since any token may be forged. */
  newer(): Promise<Keys> | undefined;
}

const READ_EVERY_MS = 30_000;
const PAUSE_MS = 2_000;
/** Longer than the user service is away for a restart; a token that was good before has died by then. */
const KEPT_MS = 10 * 60_000;

export function createKeyring(fetchKeys: () => Promise<JSONWebKeySet>): Keyring {
  let known: (Keys & { readAt: number }) | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Keys> | undefined;

  function read(): Promise<Keys> {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function readNow(): Promise<Keys> {
    triedAt = performance.now();
    const found = await fetchKeys();
    const kids = new Set(found.keys.flatMap(({ kid }) => kid ?? []));
    known = { find: createLocalJWKSet(found), kids, readAt: performance.now() };
    return known;
  }

  return {
    current() {
      const now = performance.now();
      if (known === undefined || now - known.readAt > KEPT_MS) return read();
      // Where that fails the old ones do for a while.
      if (now - triedAt > READ_EVERY_MS) read().catch(() => {});
      return known;
    },
    newer: () => (performance.now() - triedAt > PAUSE_MS ? read() : undefined),
  };
}
