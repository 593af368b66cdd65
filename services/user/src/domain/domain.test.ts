import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isGstin } from '#contracts/common/gstin.ts';
import { builtInRoles } from '#contracts/common/permissions.ts';
import { deviceOf } from './device.ts';
import { emailKey, maskedEmail } from './email.ts';
import { PUBLISHED_BEFORE_USE_MS, publishedKeys, signingKey } from './key-schedule.ts';
import { loginLimits } from './limits.ts';
import { networkOf } from './network.ts';
import { isGuessable } from './password.ts';
import { mayGrant, wishOf } from './roles.ts';
import { masked } from './seller.ts';

test('e-mails are one whatever their case and composition', () => {
  assert.equal(emailKey('Ananya@Example.COM'), emailKey('ananya@example.com'));
  assert.equal(emailKey('Ame\u0301lie@example.com'), emailKey('am\u00e9lie@example.com'));
  assert.notEqual(emailKey('a.b@example.com'), emailKey('ab@example.com'));
});

test('a masked e-mail cannot be written to', () => {
  assert.equal(maskedEmail('ananya@example.com'), 'an…@example.com');
  assert.equal(maskedEmail('a@example.com'), 'a…@example.com');
});

test('a GSTIN with a wrong check character, or any one character changed, is refused', () => {
  for (const good of ['27AAPFU0939F1ZV', '08ADEMO0001A1ZO', '33ADEMO0002A1ZU']) {
    assert.ok(isGstin(good));
    for (let at = 0; at < good.length; at += 1) {
      for (const letter of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const changed = good.slice(0, at) + letter + good.slice(at + 1);
        assert.equal(isGstin(changed), letter === good[at], changed);
      }
    }
  }
  for (const bad of ['', '27AAPFU0939F1Z', '27aapfu0939f1zv', '27AAPFU0939F1ZV ']) assert.ok(!isGstin(bad), bad);
});

test('an address counts as its household: IPv4 itself, IPv6 by its first 64 bits', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:0db8:1:2::9'), networkOf('2001:db8:1:2:ffff::1'));
  assert.notEqual(networkOf('2001:db8:1:3::9'), networkOf('2001:db8:1:2::9'));
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.equal(networkOf(''), '');
});

test('a device is told in words', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0';
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
  assert.equal(deviceOf(firefox), 'Firefox on Linux');
  assert.equal(deviceOf(iphone), 'Safari on iPhone');
  assert.equal(deviceOf(edge), 'Edge on Windows');
  assert.equal(deviceOf('curl/8.5.0'), 'curl');
  assert.equal(deviceOf(''), 'Unknown device');
});

test('a new key is published before it signs, and the old one until its last token is dead', () => {
  const start = 1_000_000_000;
  const old = { name: 'old', activeFrom: new Date(0) };
  const next = { name: 'next', activeFrom: new Date(start + PUBLISHED_BEFORE_USE_MS) };
  const keys = [next, old];
  assert.equal(signingKey(keys, start)?.name, 'old');
  assert.deepEqual(publishedKeys(keys, start), keys);
  const active = start + PUBLISHED_BEFORE_USE_MS;
  assert.equal(signingKey(keys, active)?.name, 'next');
  // A token signed by a process that has not looked since lives for another five minutes.
  assert.deepEqual(publishedKeys(keys, active + 330_000), keys);
  assert.deepEqual(publishedKeys(keys, active + 3_600_000), [next]);
  assert.equal(signingKey([], start), undefined);
});

test('guessable: listed, one letter repeated, or the e-mail itself; all else is the user’s choice', () => {
  const listed = (password: string) => password === 'password1';
  const guessable = ['Password1', 'aaaaaaaaaa', 'Ananya@Example.com', 'ANANYA'];
  for (const password of guessable) assert.ok(isGuessable(password, 'ananya@example.com', listed), password);
  const fine = ['correct horse battery staple', '        x', 'пароль-посложнее', '👍👍👎'];
  for (const password of fine) assert.ok(!isGuessable(password, 'ananya@example.com', listed), password);
});

test('a visitor may be a customer and ask to sell, and is refused every other role that there is', () => {
  const named = (...names: string[]) => builtInRoles.filter((role) => names.includes(role.name));
  assert.deepEqual(wishOf([]), { allowed: true, asksToSell: false });
  assert.deepEqual(wishOf(named('customer')), { allowed: true, asksToSell: false });
  assert.deepEqual(wishOf(named('customer', 'seller')), { allowed: true, asksToSell: true });
  for (const name of ['admin', 'delivery', 'support']) {
    assert.deepEqual(wishOf(named('customer', name)), { allowed: false, role: name });
  }
  const own = { id: 500, name: 'customer-plus', permissions: [] };
  assert.deepEqual(wishOf([own]), { allowed: false, role: 'customer-plus' });
});

test('nobody grants more than he holds', () => {
  const held = new Set(['a', 'b']);
  assert.ok(mayGrant(held, []));
  assert.ok(mayGrant(held, ['a', 'b', 'a']));
  assert.ok(!mayGrant(held, ['a', 'c']));
});

test('a payout account shows at most its last four characters, and never all of it', () => {
  assert.equal(masked('123456789012'), '••••••••9012');
  assert.equal(masked('1234'), '••34');
  assert.equal(masked('1'), '•');
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100 }), (account) => {
      assert.equal(masked(account).length, account.length);
      assert.ok(masked(account).startsWith('•'));
    }),
  );
});

test('who signed in from an address before is not held up there by what others do elsewhere', () => {
  const scopes = (known: boolean) => loginLimits('a@example.com', '203.0.113.7', known).map((limit) => limit.scope);
  assert.deepEqual(scopes(false), ['pair', 'account', 'network']);
  assert.deepEqual(scopes(true), ['pair', 'network']);
});
