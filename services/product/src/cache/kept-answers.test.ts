import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCatalogueState } from './catalogue-state.ts';
import { createCategoryTree } from './category-tree.ts';
import { createKeptAnswers } from './kept-answers.ts';

interface Answer {
  value: string;
}

/** Answers that the test gives when it likes. */
function slow() {
  const waiting: Array<(answer: Answer) => void> = [];
  return {
    compute: () => new Promise<Answer>((resolve) => waiting.push(resolve)),
    answer: (value: string) => waiting.shift()!({ value }),
    get asked() {
      return waiting.length;
    },
  };
}
const open = (maxAgeMs = 60_000) => {
  const state = createCatalogueState();
  const kept = createKeptAnswers<Answer>({ state, maxBytes: 10_000, maxAgeMs: () => maxAgeMs, bytesOf: () => 100 });
  return { state, kept };
};

describe('kept answers', () => {
  test('who asks the same at the same time waits for one answer, which is then kept', async () => {
    const { kept } = open();
    const source = slow();
    const both = Promise.all([kept.get('a', false, source.compute), kept.get('a', false, source.compute)]);
    assert.equal(source.asked, 1);
    source.answer('one');
    assert.deepEqual(await both, [{ value: 'one' }, { value: 'one' }]);
    assert.deepEqual(await kept.get('a', false, source.compute), { value: 'one' });
  });

  test('after a change nobody gets an answer that was begun before it, and it is not kept', async () => {
    const { state, kept } = open();
    const source = slow();
    const early = Promise.resolve(kept.get('a', false, source.compute));
    state.orderChanged();
    const late = Promise.resolve(kept.get('a', false, source.compute));
    assert.equal(source.asked, 2);
    source.answer('old');
    assert.equal((await early).value, 'old');
    source.answer('new');
    assert.equal((await late).value, 'new');
    assert.equal((await kept.get('a', false, source.compute)).value, 'new');
  });

  test('an old answer that comes in last is not kept either', async () => {
    const { state, kept } = open();
    const source = slow();
    const early = Promise.resolve(kept.get('a', false, source.compute));
    state.orderChanged();
    source.answer('old');
    await early;
    const late = Promise.resolve(kept.get('a', false, source.compute));
    assert.equal(source.asked, 1);
    source.answer('new');
    assert.equal((await late).value, 'new');
  });

  test('what comes into stock or goes out of it concerns only the answers that look at stock', async () => {
    const { state, kept } = open();
    const fixed = async () => ({ value: 'x' });
    const [stock, other] = [await kept.get('s', true, fixed), await kept.get('o', false, fixed)];
    state.availabilityChanged();
    assert.notEqual(await kept.get('s', true, fixed), stock);
    assert.equal(await kept.get('o', false, fixed), other);
  });

  test('a failure is not kept, and age has its limit', async () => {
    const { kept } = open();
    await assert.rejects(Promise.resolve(kept.get('a', false, () => Promise.reject(new Error('away')))));
    assert.equal((await kept.get('a', false, async () => ({ value: 'back' }))).value, 'back');
    const aged = open(0).kept;
    await aged.get('a', false, async () => ({ value: 'one' }));
    assert.equal((await aged.get('a', false, async () => ({ value: 'two' }))).value, 'two');
  });
});

describe('the tree of categories', () => {
  test('a load that began before a change is neither kept nor joined', async () => {
    const waiting: Array<(nodes: []) => void> = [];
    const tree = createCategoryTree({
      load: () => new Promise((resolve) => waiting.push(resolve)),
      maxAgeMs: () => 60_000,
    });
    const early = [tree.read(), tree.read()];
    assert.equal(waiting.length, 1);
    tree.changed();
    const late = tree.read();
    assert.equal(waiting.length, 2);
    waiting[0]!([]);
    await Promise.all(early);
    waiting[1]!([]);
    const kept = await late;
    assert.equal(await tree.read(), kept);
    assert.equal(waiting.length, 2);
  });
});
