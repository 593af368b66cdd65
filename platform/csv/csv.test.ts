import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Columns, csvHead, csvLine, csvRows } from './csv.ts';

test('what holds a comma, a quote or a line break is quoted, and quotes are doubled', () => {
  assert.equal(
    csvLine(['a,b', 'say "no"', 'two\nlines', 'plain', null, 7]),
    '"a,b","say ""no""","two\nlines",plain,,7\r\n',
  );
  assert.equal(csvLine([' blank at an end ']), '" blank at an end "\r\n');
});

test('nothing that a spreadsheet would reckon begins a cell', () => {
  for (const bad of ['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1+1', '-1+1', '-1.5e3']) {
    assert.ok(/^"?'/.test(csvLine([bad])), JSON.stringify(bad));
  }
  assert.equal(csvLine(['-12.50', '0001234', '12-3', 'a=b']), '-12.50,0001234,12-3,a=b\r\n');
});

test('whatever is written is read back, save for the apostrophe of the guard', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const read = parsed(csvLine(cells));
      const shown = read.map((cell, index) => (cell === `'${cells[index]}` ? cells[index] : cell));
      assert.deepEqual(shown, cells);
    }),
  );
});

test('columns come in the order in which they are declared', () => {
  const columns: Columns<{ a: number; b: string }> = { second: ({ b }) => b, first: ({ a }) => a };
  assert.equal(csvHead(columns) + csvRows(columns, [{ a: 1, b: 'x' }]), 'second,first\r\nx,1\r\n');
});

/** A reader of one line, after RFC 4180 alone. */
function parsed(line: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/gy;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') break;
  }
  return cells;
}
