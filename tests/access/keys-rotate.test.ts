/** The command that an operator reaches for when a signing key may be known to somebody. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { openTestShop, type TestShop } from '#apps/server/src/testing.ts';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { createTokenVerifier } from '#platform/auth/tokens.ts';
import { isProblem } from '#platform/errors/problem.ts';
import { command } from '../command.ts';

let shop: TestShop;
before(async () => {
  shop = await openTestShop({ apart: false });
});
after(() => shop.close());

const published = async (): Promise<{ keys: Array<{ kid: string }> }> =>
  shop.expect(200, 'GET', '/.well-known/jwks.json');
const kids = async () => (await published()).keys.map(({ kid }) => kid);
/** Another process, which reads the keys now. */
const newcomer = () =>
  createTokenVerifier({
    issuer: shop.parts[0]!.settings.common.publicUrl,
    fetchKeys: async () => (await published()) as never,
    ended: createEndedSessions({ fed: false }),
  });

test('by the way: a new key is published beside the old one, whose tokens live on', async () => {
  const { id, token } = await shop.signUp();
  const before = await kids();
  const { code, output, errors } = await command(shop, 'keys-rotate');
  assert.equal(code, 0, errors);
  const [made, ...others] = await kids();
  assert.deepEqual(others, before);
  assert.ok(output.startsWith(`Key ${made} signs in a minute.`), output);
  assert.equal((await newcomer().verify(token)).userId, id);
});

test('compromised: the old keys are gone at once, their tokens worth nothing, and it stands in the audit log', async () => {
  const { token } = await shop.signUp();
  const { code, output, errors } = await command(shop, 'keys-rotate', '--compromised');
  assert.equal(code, 0, errors);
  const [made, ...others] = await kids();
  assert.deepEqual(others, []);
  assert.ok(output.startsWith(`Key ${made} signs now;`), output);
  assert.notEqual(decodeProtectedHeader(token).kid, made);
  await assert.rejects(newcomer().verify(token), (error) => isProblem(error, 'auth.required'));
  const [entry] = await shop.sql(
    `select details from haat_user.audit_entry where action = 'keys.rotated' order by id desc limit 1`,
  );
  assert.deepEqual(entry.details, { kid: made, compromised: true });
});

test('a slip in its words changes nothing', async () => {
  const before = await kids();
  const { code, errors } = await command(shop, 'keys-rotate', '--compromized');
  assert.equal(code, 1);
  assert.match(errors, /--compromized/);
  assert.deepEqual(await kids(), before);
});
