/** The scheme of the sandbox's signatures is Stripe's, so a vector made by Stripe's own library must verify. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGenuine, signatureOf } from './timed-signature.ts';

const secret = 'whsec_test_secret';
const timeS = 1_700_000_000;
const body = Buffer.from(
  '{"id":"evt_test_1","object":"event","type":"checkout.session.completed","created":1700000000,"data":{"object":{"id":"cs_test_1","object":"checkout.session","client_reference_id":"ord_1","payment_status":"paid","amount_total":49900,"currency":"inr"}}}',
);
const digest = '4e86c95b2e770c660f422df8acb5fc752fb800d4d0aa83c2b7795b768fd35d2b';
const header = `t=${timeS},v1=${digest}`;

test('the known vector is made and verified', () => {
  assert.equal(signatureOf(secret, timeS, body), header);
  assert.ok(isGenuine(secret, header, body, timeS));
});

test('any of several signatures may fit, as while a secret is changed; other schemes are ignored', () => {
  assert.ok(isGenuine(secret, `t=${timeS},v1=${'0'.repeat(64)},v1=${digest}`, body, timeS));
  assert.ok(!isGenuine(secret, `t=${timeS},v0=${digest}`, body, timeS));
});

test('five minutes either way are allowed, a second more is not', () => {
  for (const [distance, genuine] of [
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
    [-3_600, false],
  ] as const) {
    assert.equal(isGenuine(secret, header, body, timeS + distance), genuine, `${distance} s`);
  }
});

test('another secret, body, time or shape is refused', () => {
  const reserialised = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
  assert.ok(!isGenuine('whsec_other', header, body, timeS));
  assert.ok(!isGenuine(secret, header, reserialised, timeS));
  assert.ok(!isGenuine(secret, `t=${timeS + 1},v1=${digest}`, body, timeS));
  for (const bad of [
    undefined,
    '',
    'v1=',
    digest,
    `v1=${digest}`,
    `t=,v1=${digest}`,
    `t=NaN,v1=${digest}`,
    `t=${timeS}.0,v1=${digest}`,
    `t=${timeS},t=${timeS},v1=${digest}`,
    `t=${timeS},v1=${digest.slice(2)}`,
    `t=${timeS},v1=${digest.toUpperCase()}`,
    `t=${timeS},v1=é${digest}`,
  ]) {
    assert.ok(!isGenuine(secret, bad, body, timeS), String(bad));
  }
});
