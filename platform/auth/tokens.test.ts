import assert from 'node:assert/strict';
import { before, describe, mock, type TestContext, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { isProblem, problem } from '../errors/problem.ts';
import { until } from '../testing/until.ts';
import { createEndedSessions, type EndedSessions } from './sessions.ts';
import { ALGORITHM, AUDIENCE, createTokenVerifier, type TokenVerifier, type VerifierOptions } from './tokens.ts';

const issuer = 'http://shop.test';
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let fetchKeys: VerifierOptions['fetchKeys'];

before(async () => {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  privateKey = pair.privateKey;
  const key = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: ALGORITHM };
  fetchKeys = async () => ({ keys: [key] });
});

const tokenOf = (sessionId: string, lives = '5 minutes'): Promise<string> =>
  new SignJWT({ sub: '7', sid: sessionId, scope: 'payments.refund' })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: 'one' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setExpirationTime(lives)
    .sign(privateKey);

/** A service apart from the user service, whose feed stands as told. */
function serviceApart(askSession: VerifierOptions['askSession']): { verifier: TokenVerifier; ended: EndedSessions } {
  const ended = createEndedSessions({ fed: true });
  return { ended, verifier: createTokenVerifier({ issuer, fetchKeys, ended, askSession }) };
}

const neverAsked = async (): Promise<never> => assert.fail('nobody is to be asked');
const refusedAs = (code: string) => (error: unknown) => isProblem(error, code);

describe('a service apart from the user service', () => {
  test('asks nobody while the feed of ended sessions is fresh, and refuses what it named', async () => {
    const { verifier, ended } = serviceApart(neverAsked);
    ended.touch();
    assert.equal((await verifier.verify(await tokenOf('1'))).userId, 7);
    ended.learn('1');
    await assert.rejects(verifier.verify(await tokenOf('1')), refusedAs('auth.session_ended'));
  });

  test('asks for each session while it is not', async () => {
    const { verifier } = serviceApart(async (token) => token === (await alive));
    const alive = tokenOf('1');
    assert.equal((await verifier.verify(await alive)).sessionId, '1');
    await assert.rejects(verifier.verify(await tokenOf('2')), refusedAs('auth.session_ended'));
  });

  test('asks though its clock was set back, and does not trust a feed that it never read', async (t) => {
    const ended = createEndedSessions({ fed: true });
    assert.equal(ended.isFresh(), false);
    ended.touch();
    const now = performance.now();
    t.mock.method(performance, 'now', () => now + 3_000);
    t.mock.method(Date, 'now', () => 0);
    assert.equal(ended.isFresh(), false);
  });

  test('lets shopping go on when nobody can tell, and refuses what moves money, roles or payouts', async () => {
    const { verifier, ended } = serviceApart(async () => 'unknown');
    const token = await tokenOf('1');
    assert.equal((await verifier.verify(token)).userId, 7);
    await assert.rejects(verifier.verify(token, { sensitive: true }), refusedAs('service.unavailable'));
    ended.learn('1');
    await assert.rejects(verifier.verify(token), refusedAs('auth.session_ended'), 'what is known stays known');
  });

  test('refuses a session that it was once told has ended, also when nobody can tell any more', async () => {
    const answers = [true, false, 'unknown', 'unknown'] as const;
    let asked = 0;
    const { verifier } = serviceApart(async () => answers[asked++]!);
    const token = await tokenOf('1');
    assert.equal((await verifier.verify(token)).sessionId, '1');
    for (let time = 0; time < 2; time += 1) {
      await assert.rejects(verifier.verify(token), refusedAs('auth.session_ended'));
    }
  });
});

test('a token that was good a moment ago is refused when its time is over', async (t) => {
  t.after(() => mock.timers.reset());
  const verifier = createTokenVerifier({ issuer, fetchKeys, ended: createEndedSessions({ fed: false }) });
  const token = await tokenOf('1');
  await verifier.verify(token);
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 301_000 });
  await assert.rejects(verifier.verify(token), refusedAs('auth.token_expired'));
});

test('an end is told to the neighbours by the process where it happened, and by no other', () => {
  const told: unknown[] = [];
  let hear = (_id: string) => {};
  const neighbours = {
    alone: false,
    tell: (_topic: string, id: unknown) => void told.push(id),
    hear: (_topic: string, handler: (id: string) => void) => {
      hear = handler;
    },
    onGap() {},
    hears: () => true,
  };
  const ended = createEndedSessions({ fed: false, neighbours });
  ended.end('1');
  ended.learn('2');
  hear('3');
  assert.deepEqual(told, ['1']);
  assert.deepEqual([ended.has('1'), ended.has('2'), ended.has('3'), ended.has('4')], [true, true, true, false]);
});

test('a token that claims to live longer than we let one live is refused', async () => {
  const verifier = createTokenVerifier({ issuer, fetchKeys, ended: createEndedSessions({ fed: false }) });
  await verifier.verify(await tokenOf('1'));
  await assert.rejects(verifier.verify(await tokenOf('1', '10 minutes')), refusedAs('auth.required'));
});

describe('keys that were withdrawn', () => {
  let now = 0;
  let asked = 0;
  const gate = { answer: (): ReturnType<typeof fetchKeys> => fetchKeys() };
  /** A process that has verified a token, and the token. */
  async function running(t: TestContext) {
    [now, asked] = [performance.now(), 0];
    gate.answer = fetchKeys;
    t.mock.method(performance, 'now', () => now);
    const verifier = createTokenVerifier({
      issuer,
      fetchKeys: () => {
        asked += 1;
        return gate.answer();
      },
      ended: createEndedSessions({ fed: false }),
    });
    const token = await tokenOf('1');
    await verifier.verify(token);
    return { verifier, token };
  }

  test('a token of a withdrawn key is refused half a minute later, though it was verified before', async (t) => {
    const { verifier, token } = await running(t);
    gate.answer = async () => ({ keys: [] });
    await verifier.verify(token);
    assert.equal(asked, 1, 'they are not read for each token');
    now += 31_000;
    await verifier.verify(token);
    await until('the keys to be read', () => verifier.verify(token).then(() => false, refusedAs('auth.required')));
  });

  test('nobody waits while they are read again', async (t) => {
    const { verifier, token } = await running(t);
    gate.answer = () => new Promise(() => {});
    now += 31_000;
    for (let time = 0; time < 3; time += 1) assert.equal((await verifier.verify(token)).userId, 7);
    assert.equal(asked, 2);
  });

  test('where they cannot be read the old ones do for a while, and not for ever', async (t) => {
    const { verifier, token } = await running(t);
    gate.answer = () => Promise.reject(problem('service.unavailable'));
    now += 31_000;
    assert.equal((await verifier.verify(token)).userId, 7);
    now += 600_000;
    await assert.rejects(verifier.verify(token), refusedAs('service.unavailable'));
  });
});
