import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { expressionsOf, synonymsFrom, wordsOf } from './search-words.ts';

const none = synonymsFrom('');

describe('search words', () => {
  const table: Array<[text: string, words: string[]]> = [
    ['Brass Diya', ['brass', 'diya']],
    ['crème, brûlée', ['crème', 'brûlée']],
    ['Blue-green -x- a--b', ['blue-green', 'x', 'a', 'b']],
    ["men's t-shirt", ['men', 's', 't-shirt']],
    ['1.5 l', ['1.5', 'l']],
    ['हल्दी', ['हल्दी']],
    ["'); drop table product; --", ['drop', 'table', 'product']],
    ['&|!():*<->', []],
    ['red red red', ['red']],
  ];
  for (const [text, words] of table) {
    test(`${JSON.stringify(text)} → ${JSON.stringify(words)}`, () => assert.deepEqual(wordsOf(text), words));
  }

  test('all words must match, and the last may be unfinished', () => {
    const { wide, any } = expressionsOf(['brass', 'di'], none);
    assert.deepEqual(wide, [[{ words: ['brass'] }], [{ words: ['di'], prefix: true }]]);
    assert.equal(any, false);
  });

  test('a word with a hyphen is also found written as one or apart', () => {
    const [shirt] = expressionsOf(['t-shirt', 'red'], none).wide;
    assert.deepEqual(shirt, [{ words: ['t-shirt'] }, { words: ['tshirt'] }, { words: ['t', 'shirt'] }]);
  });

  test('synonyms and corrections stand beside the word', () => {
    const synonyms = synonymsFrom('sofa = couch; phone=mobile; telly = tv set');
    assert.deepEqual(expressionsOf(['sofa', 'red'], synonyms).wide[0], [{ words: ['sofa'] }, { words: ['couch'] }]);
    assert.deepEqual(expressionsOf(['telly', 'red'], synonyms).wide[0]![1], { words: ['tv', 'set'] });
    const alternatives = new Map([['kurtta', ['kurta']]]);
    const [word] = expressionsOf(['kurtta'], synonyms, { alternatives }).wide;
    assert.deepEqual(word, [{ words: ['kurtta'], prefix: true }, { words: ['kurta'] }]);
  });

  test('no text gives a word that could end its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const word of wordsOf(text)) assert.match(word, /^[\p{L}\p{M}\p{N}.-]{1,60}$/u);
      }),
    );
  });
});
