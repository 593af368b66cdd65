import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gramsOf, plainOf } from './grams.ts';
import { termsOf, vocabularyOf } from './search-terms.ts';
import { isEmptyWord, stemOf } from './stem.ts';

describe('words without their endings', () => {
  const families = [
    ['curtain', 'curtains'],
    ['box', 'boxes'],
    ['dress', 'dresses'],
    ['brush', 'brushes'],
    ['berry', 'berries'],
    ['bottle', 'bottles', 'bottled'],
    ['run', 'running'],
    ['bake', 'baking', 'baked'],
    ['print', 'printed', 'printing', 'prints'],
    ['shoe', 'shoes'],
    ['plate', 'plated', 'plates'],
  ];
  for (const [word, ...others] of families) {
    test(`${others.join(', ')} → ${word}`, () => {
      for (const other of others) assert.equal(stemOf(other), stemOf(word!), other);
    });
  }

  test('words that are whole stay apart', () => {
    const words = [
      'glass',
      'gas',
      'bus',
      'ring',
      'rug',
      'red',
      'bed',
      'bead',
      'king',
      'tea',
      'tee',
      'iris',
      'हल्दी',
      'size-9',
    ];
    assert.equal(new Set(words.map(stemOf)).size, words.length);
  });
});

describe('the terms of a product', () => {
  test('each counts as the most important place in which it stands, in any of its forms', () => {
    const terms = termsOf({ title: 'Blue T-Shirts', details: 'Crème shirt', description: 'A shirt of blue cotton' });
    assert.deepEqual(Object.fromEntries(terms), {
      blu: 1000,
      't-shirts': 1000,
      shirt: 1000,
      crem: 400,
      cotton: 100,
    });
  });
});

test('accents are no part of a word, the vowel signs of Indian scripts are', () => {
  assert.equal(plainOf('Crème BRÛLÉE'), 'creme brulee');
  assert.equal(plainOf('हल्दी'), 'हल्दी');
});

test('the vocabulary holds words, not numbers, and neither very short nor very long ones', () => {
  assert.deepEqual(vocabularyOf('Oak tv 4k lamp', `Lamp ${'x'.repeat(41)}`), ['oak', 'lamp']);
});

test('letters that need two places are never cut', () => {
  for (const gram of gramsOf('𝒶𝒷𝒸')) assert.ok(gram.isWellFormed());
});

test('words that say nothing are known', () => assert.ok(isEmptyWord('with') && !isEmptyWord('lamp')));
