import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { misfit, optionsKey, optionsSpannedBy, variantTitle } from './variants.ts';

const size = { name: 'Size', values: ['S', 'M'] };
const colour = { name: 'Colour', values: ['Indigo'] };
const of = (...all: Array<Record<string, string>>) => all.map((options) => ({ options }));

describe('variants', () => {
  test('a variant is titled by its values, in the order of the options', () => {
    assert.equal(variantTitle([size, colour], { Colour: 'Indigo', Size: 'M' }), 'M / Indigo');
    assert.equal(variantTitle([], {}), null);
  });

  test('the same options in another order are the same variant', () => {
    assert.equal(optionsKey({ a: '1', b: '2' }), optionsKey({ b: '2', a: '1' }));
    assert.notEqual(optionsKey({ a: '1', b: '2' }), optionsKey({ a: '2', b: '1' }));
  });

  test('options that were not told are those that the variants span', () => {
    assert.deepEqual(optionsSpannedBy(of({ Size: 'S' }, { Size: 'M' }, { Size: 'S' })), [size]);
  });

  const table: Array<[name: string, options: (typeof size)[], variants: ReturnType<typeof of>, fault: RegExp | null]> =
    [
      ['all combinations', [size, colour], of({ Size: 'S', Colour: 'Indigo' }, { Size: 'M', Colour: 'Indigo' }), null],
      ['one without options', [], of({}), null],
      ['none at all', [size], [], /at least one/],
      ['two without options', [], of({}, {}), /only one/],
      ['the same twice', [size], of({ Size: 'S' }, { Size: 'S' }), /Two variants are S/],
      ['an option left out', [size, colour], of({ Size: 'S' }), /does not say its Colour/],
      ['an unknown option', [size], of({ Size: 'S', Fit: 'Slim' }), /Fit is not an option/],
      ['an unknown value', [size], of({ Size: 'XXL' }), /XXL is not a value of Size/],
      ['an option named twice', [size, size], of({ Size: 'S' }), /same name/],
      ['a value listed twice', [{ name: 'Size', values: ['S', 'S'] }], of({ Size: 'S' }), /lists a value twice/],
      ['a name of every object', [{ name: 'constructor', values: ['x'] }], of({ constructor: 'x' } as never), null],
    ];
  for (const [name, options, variants, fault] of table) {
    test(`${name}: ${fault ? 'refused' : 'fits'}`, () => {
      const found = misfit(options, variants);
      if (fault) assert.match(found ?? '', fault);
      else assert.equal(found, null);
    });
  }
});
