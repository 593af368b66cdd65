import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { slugOf } from './slug.ts';

describe('slugs', () => {
  const table: Array<[title: string, slug: string]> = [
    ['Hand-hammered brass diya', 'hand-hammered-brass-diya'],
    ['Crème brûlée, 250 g!', 'creme-brulee-250-g'],
    ['  --x--  ', 'x'],
    ['501', 'product-501'],
    ['दीया', 'product'],
    ['', 'product'],
  ];
  for (const [title, slug] of table) {
    test(`${JSON.stringify(title)} → ${slug}`, () => assert.equal(slugOf(title, 'product'), slug));
  }

  test('every title gives a slug that the contract takes: letters, digits and single hyphens, with a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
        const slug = slugOf(title, 'product');
        assert.match(slug, /^(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/);
        assert.ok(slug.length <= 120);
      }),
    );
  });
});
