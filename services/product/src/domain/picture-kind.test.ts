import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { kindOfPicture } from './picture-kind.ts';

const bytes = (text: string) => Buffer.from(text.padEnd(16, ' '), 'latin1');

describe('the kind of a picture', () => {
  const table: Array<[name: string, content: Buffer, kind: string | null]> = [
    ['JPEG', bytes('\xff\xd8\xff\xe0'), 'jpeg'],
    ['PNG', bytes('\x89PNG\r\n\x1a\n'), 'png'],
    ['WebP', bytes('RIFF\x10\x00\x00\x00WEBP'), 'webp'],
    ['GIF', bytes('GIF89a'), null],
    ['SVG', bytes('<svg xmlns="http'), null],
    ['HTML', bytes('<!doctype html>'), null],
    ['a WAV in the same container', bytes('RIFF\x10\x00\x00\x00WAVE'), null],
    ['nothing', Buffer.alloc(0), null],
    ['too little', Buffer.from([0xff, 0xd8, 0xff]), null],
  ];
  for (const [name, content, kind] of table) {
    test(`${name} is ${kind ?? 'refused'}`, () => assert.equal(kindOfPicture(content), kind));
  }
});
