import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentText } from '#contracts/common/money.ts';
import { percentFrom } from './percent.ts';

test('a percentage is shown with two decimals, or as many as it needs', () => {
  for (const [from, to] of [
    ['18', '18.00'],
    ['18.0000', '18.00'],
    ['2.5000', '2.50'],
    ['2.1250', '2.125'],
    ['0.0000', '0.00'],
  ] as const) {
    assert.equal(percentText(from), to);
  }
});

test('a percentage is read exactly, up to 100 with four decimals', () => {
  for (const [from, to] of [
    ['10', '10.00'],
    ['0.0001', '0.0001'],
    ['100', '100.00'],
    ['100.0000', '100.00'],
    ['007', '7.00'],
    ['100.0001', null],
    ['101', null],
    ['1.00001', null],
    ['-1', null],
    ['', null],
    ['1e1', null],
  ] as const) {
    assert.equal(percentFrom(from), to, from);
  }
});
