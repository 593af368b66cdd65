import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '../sql/limits.ts';
import { type Ends, readEnds } from './ended-feed.ts';
import { createEndedSessions } from './sessions.ts';

/** The table behind the feed: what has committed, in the order of its times, a page at a time. */
function table(page: number) {
  const rows: Array<{ sessionId: string; at: number }> = [];
  const asked: number[] = [];
  return {
    rows,
    asked,
    async ask(since: number): Promise<Ends> {
      asked.push(since);
      const ended = rows
        .filter(({ at }) => at >= since)
        .sort((a, b) => a.at - b.at)
        .slice(0, page);
      return { ended, now: ended.length < page ? Date.now() : ended.at(-1)!.at };
    },
  };
}

test('an end that commits as late as the limits of the database allow is learned of', async () => {
  const { rows, ask } = table(100);
  const known = createEndedSessions({ fed: true });
  const read = readEnds(ask, known);
  await read();
  rows.push({ sessionId: '1', at: Date.now() - LIMITS.statementMs - LIMITS.idleInTransactionMs });
  await read();
  assert.ok(known.has('1'));
});

test('more ends at once than an answer holds are all learned of, and each of them once', async (t) => {
  const { rows, asked, ask } = table(100);
  const known = createEndedSessions({ fed: true });
  const learned = t.mock.method(known, 'learn');
  const read = readEnds(ask, known);
  const start = Date.now() - 1_000;
  for (let id = 0; id < 450; id += 1) rows.push({ sessionId: String(id), at: start + id });
  for (let time = 0; time < 3; time += 1) await read();
  assert.ok(rows.every(({ sessionId }) => known.has(sessionId)));
  assert.equal(learned.mock.callCount(), 450);
  assert.equal(asked.length, 15);
});
