import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  digest,
  judgeRefresh,
  newSecret,
  type RefreshState,
  readToken,
  successorOf,
  writeToken,
} from './refresh-token.ts';

const key = randomBytes(32);
const first = { sessionId: 7, generation: 1, secret: newSecret() };

test('a token survives the journey to the client and back', () => {
  assert.deepEqual(readToken(key, writeToken(key, first)), first);
});

test('a token changed in any character is not ours', () => {
  const text = writeToken(key, first);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom('a', 'B', '0', '.', '-', 'é'), (at, letter) => {
      fc.pre(text[at] !== letter);
      assert.equal(readToken(key, text.slice(0, at) + letter + text.slice(at + 1)), null);
    }),
  );
});

test('any text at all is refused without a fault', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(readToken(key, text), null);
    }),
  );
});

test('a token signed under another secret key is not ours', () => {
  assert.equal(readToken(randomBytes(32), writeToken(key, first)), null);
});

test('the successor is the same whoever derives it, and differs between sessions, generations and keys', () => {
  assert.deepEqual(successorOf(key, first), successorOf(key, { ...first }));
  const second = successorOf(key, first);
  const secrets = [
    second,
    successorOf(key, second),
    successorOf(key, { ...first, sessionId: 8 }),
    successorOf(randomBytes(32), first),
  ].map((token) => token.secret);
  assert.equal(new Set([first.secret, ...secrets]).size, 5);
  assert.equal(second.generation, 2);
});

test('a secret has 256 random bits', () => {
  assert.equal(Buffer.from(newSecret(), 'base64url').length, 32);
});

const second = successorOf(key, first);
const third = successorOf(key, second);
const stateAt = (token: typeof first, more: Partial<RefreshState> = {}): RefreshState => ({
  generation: token.generation,
  refreshHash: digest(token.secret),
  ended: false,
  expired: false,
  justRotated: true,
  ...more,
});

const cells: Array<[string, typeof first, RefreshState | undefined, string]> = [
  ['no such session', first, undefined, 'invalid'],
  ['its successor was made just now', first, stateAt(second), 'repeat'],
  ['its successor was made a while ago', first, stateAt(second, { justRotated: false }), 'reused'],
  ['its successor was used already', first, stateAt(third), 'reused'],
  ['its successor was used a while ago', first, stateAt(third, { justRotated: false }), 'reused'],
  ['the session has ended', first, stateAt(second, { ended: true }), 'ended'],
  ['the session has ended and expired', first, stateAt(second, { ended: true, expired: true }), 'ended'],
  ['the session has expired', first, stateAt(second, { expired: true }), 'invalid'],
  ['it is newer than the session', third, stateAt(second), 'invalid'],
  ['it is of this generation but another secret', { ...second, secret: newSecret() }, stateAt(second), 'invalid'],
  ['it is the parent by number but not by secret', { ...first, secret: newSecret() }, stateAt(second), 'reused'],
];
for (const [name, token, state, verdict] of cells) {
  test(`judged "${verdict}" when ${name}`, () => {
    assert.equal(judgeRefresh(key, token, state), verdict);
  });
}
