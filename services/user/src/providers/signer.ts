/**
 * Signs access tokens (EdDSA) with a key that all processes of the shop share through the database, where its private
 * half lies encrypted under SECRET_KEY. Keys are replaced by age; the old one stays published until its tokens are dead.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { seal, unseal } from '#platform/auth/sealed.ts';
import { deriveKey } from '#platform/auth/signed.ts';
import { ALGORITHM } from '#platform/auth/tokens.ts';
import type { Tx, UserBase } from '../base.ts';
import { PUBLISHED_BEFORE_USE_MS, publishedKeys, signingKey } from '../domain/key-schedule.ts';
import { addKey, lockKeyring, readKeys, type StoredKey, withdrawKeys } from '../store/signing-keys.ts';

interface PublicJwk extends Record<string, unknown> {
  kid: string;
}

export interface Signer {
  sign(claims: JWTPayload): Promise<string>;
  /** The public halves of all keys whose tokens may still live. */
  publicKeys(): Promise<{ keys: PublicJwk[] }>;
  /** Makes a new key when the newest is older than `maxAgeMs`, and learns of keys that other processes made. */
  renew(maxAgeMs: number): Promise<void>;
  /** A new key now. `compromised`: it signs at once and the old ones are withdrawn, so their tokens are worthless. */
  rotate(options?: { compromised?: boolean }): Promise<string>;
}

interface UsableKey {
  kid: string;
  activeFrom: Date;
  privateKey: KeyObject;
}

export async function createSigner(base: UserBase): Promise<Signer> {
  const sealing = deriveKey(base.common.secretKey, 'signing-keys');
  let usable: UsableKey[] = [];

  async function load(): Promise<StoredKey[]> {
    const stored = await readKeys(base.database.kysely);
    usable = stored.flatMap((key) => open(sealing, key) ?? []);
    return stored;
  }

  async function renew(maxAgeMs: number): Promise<void> {
    await load();
    if (isYoung(usable, maxAgeMs)) return;
    await base.database.tx(async (tx) => {
      await lockKeyring(tx);
      // Another process may have made it while we waited for the lock.
      const now = (await readKeys(tx)).flatMap((key) => open(sealing, key) ?? []);
      if (!isYoung(now, maxAgeMs)) await makeKey(tx, sealing, now.length > 0 ? PUBLISHED_BEFORE_USE_MS : 0);
    });
    await load();
  }

  await renew(base.config.SIGNING_KEY_DAYS * 86_400_000);

  return {
    renew,
    async sign(claims) {
      const key = signingKey(usable, Date.now()) ?? usable[0];
      if (!key) throw new Error('There is no key to sign access tokens with.');
      return new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: key.kid })
        .sign(key.privateKey);
    },
    async publicKeys() {
      const stored = await readKeys(base.database.kysely);
      const times = stored.map((key) => ({ ...key, activeFrom: key.active_from }));
      return { keys: publishedKeys(times, Date.now()).map(toJwk) };
    },
    async rotate({ compromised = false } = {}) {
      const kid = await base.database.tx(async (tx) => {
        await lockKeyring(tx);
        const old = await readKeys(tx);
        if (compromised) {
          await withdrawKeys(
            tx,
            old.map((key) => key.kid),
          );
        }
        return makeKey(tx, sealing, compromised ? 0 : PUBLISHED_BEFORE_USE_MS);
      });
      await load();
      return kid;
    },
  };
}

const isYoung = (keys: readonly UsableKey[], maxAgeMs: number): boolean =>
  keys[0] !== undefined && keys[0].activeFrom.getTime() > Date.now() - maxAgeMs;

async function makeKey(tx: Tx, sealing: Buffer, delayMs: number): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = randomUUID();
  await addKey(tx, {
    kid,
    public_key: publicKey.export({ format: 'jwk' }).x!,
    private_key: seal(sealing, privateKey.export({ format: 'der', type: 'pkcs8' }), kid),
    active_from: new Date(Date.now() + delayMs),
  });
  return kid;
}

/** Undefined for a key that was sealed under another SECRET_KEY: it verifies still, and signs no more. */
function open(sealing: Buffer, stored: StoredKey): UsableKey | undefined {
  const der = unseal(sealing, stored.private_key, stored.kid);
  if (der === null) return undefined;
  return {
    kid: stored.kid,
    activeFrom: stored.active_from,
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  };
}

const toJwk = (key: StoredKey): PublicJwk => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: key.public_key,
  kid: key.kid,
  alg: ALGORITHM,
  use: 'sig',
});
