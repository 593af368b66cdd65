import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteOutages } from './outages.ts';

test('time counts only while every part is there, however outages overlap', () => {
  let clock = 0;
  const outages = noteOutages(() => clock);
  const at = (ms: number, what: () => void) => {
    clock = ms;
    what();
  };
  at(100, () => outages.began('shop'));
  at(200, () => outages.began('database'));
  at(300, () => outages.ended('shop'));
  at(400, () => outages.ended('database'));
  at(900, () => outages.began('shop'));
  clock = 1_000;
  const whole = (from: number, to: number) => outages.wholeMs(new Date(from), new Date(to));
  assert.equal(whole(0, 100), 100);
  assert.equal(whole(0, 500), 200);
  assert.equal(whole(150, 350), 0);
  assert.equal(whole(350, 950), 500);
  const sinceBack = (from: number, to: number) => outages.sinceBackMs(new Date(from), new Date(to));
  assert.equal(sinceBack(150, 500), 100);
  assert.equal(sinceBack(450, 500), 50);
  assert.equal(sinceBack(50, 350), 300, 'nothing was back yet');
});
