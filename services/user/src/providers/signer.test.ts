import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { openTestShop } from '#apps/server/src/testing.ts';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { createTokenVerifier } from '#platform/auth/tokens.ts';
import type { UserBase } from '../base.ts';
import { rotateKeys } from '../use-cases/rotate-keys.ts';
import { createSigner, type Signer } from './signer.ts';

const shop = await openTestShop();
after(() => shop.close());

const base = shop.parts.find((part) => part.bases.has('user'))!.bases.get('user') as UserBase;
const MONTH_MS = 30 * 86_400_000;
const ISSUER = 'https://shop.test';
const claims = () => ({
  iss: ISSUER,
  aud: 'haat',
  sub: '7',
  sid: '1',
  exp: Math.floor(Date.now() / 1_000) + 300,
});
const verifierFor = (signer: Signer) =>
  createTokenVerifier({
    issuer: ISSUER,
    fetchKeys: async () => (await signer.publicKeys()) as never,
    ended: createEndedSessions({ fed: false }),
  });
const kids = async (signer: Signer) => (await signer.publicKeys()).keys.map((key) => key.kid);
const age = (interval: string) =>
  shop.sql(`update haat_user.signing_key set active_from = active_from - interval '${interval}'`);

test('processes that start at the same moment agree on one key', async () => {
  await shop.sql('delete from haat_user.signing_key');
  const signers = await Promise.all(Array.from({ length: 8 }, () => createSigner(base)));
  const rows = await shop.sql('select kid from haat_user.signing_key');
  assert.equal(rows.length, 1);
  const tokens = await Promise.all(signers.map((signer) => signer.sign(claims())));
  assert.deepEqual(new Set(tokens.map((token) => decodeProtectedHeader(token).kid)), new Set([rows[0].kid]));
});

test('what one process signs every other verifies', async () => {
  const [one, two] = [await createSigner(base), await createSigner(base)];
  assert.equal((await verifierFor(two).verify(await one.sign(claims()))).userId, 7);
});

test('the private key lies encrypted in the database, and the published half has nothing of it', async () => {
  const signer = await createSigner(base);
  const [row] = await shop.sql('select * from haat_user.signing_key limit 1');
  const bytes = Buffer.from(row.private_key, 'base64url');
  // PKCS #8 of an Ed25519 key starts with these bytes.
  assert.ok(!bytes.includes(Buffer.from('302e020100300506032b6570', 'hex')));
  const { keys } = await signer.publicKeys();
  for (const key of keys) {
    assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  }
  assert.deepEqual((await shop.expect(200, 'GET', '/.well-known/jwks.json')).keys, keys);
});

test('a rotated key is published at once, signs a minute later, and the tokens of the old one stay valid', async () => {
  const signer = await createSigner(base);
  const [before] = await kids(signer);
  const oldToken = await signer.sign(claims());
  const next = await signer.rotate();
  assert.deepEqual(await kids(signer), [next, before]);
  assert.equal(decodeProtectedHeader(await signer.sign(claims())).kid, before);
  await age('61 seconds');
  await signer.renew(MONTH_MS);
  const newToken = await signer.sign(claims());
  assert.equal(decodeProtectedHeader(newToken).kid, next);
  const verifier = verifierFor(signer);
  await verifier.verify(oldToken);
  await verifier.verify(newToken);
  await age('10 minutes');
  assert.deepEqual(await kids(signer), [next]);
});

test('a key of a month’s age is replaced, once, however many processes notice', async () => {
  const signers = await Promise.all(Array.from({ length: 4 }, () => createSigner(base)));
  await age('31 days');
  const [before] = await shop.sql('select count(*)::int as n from haat_user.signing_key');
  await Promise.all(signers.map((signer) => signer.renew(MONTH_MS)));
  const [now] = await shop.sql('select count(*)::int as n from haat_user.signing_key');
  assert.equal(now.n, before.n + 1);
});

test('a compromised key is withdrawn at once: its tokens are worthless', async () => {
  const signer = await createSigner(base);
  const stolen = await signer.sign(claims());
  const fresh = await signer.rotate({ compromised: true });
  assert.deepEqual(await kids(signer), [fresh]);
  const good = await signer.sign(claims());
  assert.equal(decodeProtectedHeader(good).kid, fresh);
  const verifier = verifierFor(signer);
  await verifier.verify(good);
  await assert.rejects(verifier.verify(stolen), /auth.required/);
});

test('a rotation by command is taken up by a running process, and is in the audit log', async () => {
  const running = await createSigner(base);
  const kid = await rotateKeys(base);
  await age('61 seconds');
  await running.renew(MONTH_MS);
  assert.equal(decodeProtectedHeader(await running.sign(claims())).kid, kid);
  const [entry] = await shop.sql(`select details from haat_user.audit_entry where action = 'keys.rotated'`);
  assert.equal(entry.details.kid, kid);
});

test('under another SECRET_KEY the old key signs no more, and its tokens live out their time', async () => {
  const old = await createSigner(base);
  const token = await old.sign(claims());
  const changed = { ...base, common: { ...base.common, secretKey: 'another-key-0123456789abcdef0123456789' } };
  const signer = await createSigner(changed);
  assert.notEqual(decodeProtectedHeader(await signer.sign(claims())).kid, decodeProtectedHeader(token).kid);
  await verifierFor(signer).verify(token);
});

test('tokens of another issuer, audience, type or algorithm are refused', async () => {
  const signer = await createSigner(base);
  const verifier = verifierFor(signer);
  for (const wrong of [{ iss: 'https://evil.test' }, { aud: 'other' }, { sid: undefined }, { sub: undefined }]) {
    const token = await signer.sign({ ...claims(), ...wrong });
    await assert.rejects(verifier.verify(token), /auth.required/, JSON.stringify(wrong));
  }
  const expired = await signer.sign({ ...claims(), exp: Math.floor(Date.now() / 1_000) - 1 });
  await assert.rejects(verifier.verify(expired), /auth.token_expired/);
  const { SignJWT } = await import('jose');
  const { keys } = await signer.publicKeys();
  const confused = await new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: keys[0]!.kid })
    .sign(Buffer.from(String(keys[0]!.x), 'base64url'));
  await assert.rejects(verifier.verify(confused), /auth.required/);
});
