/** Batches of test files, some at once, each in a process of its own; told as one run. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import type { Batch } from './batches.ts';

const ENTRY = 'tools/suite/one-process.ts';
/** Of one file; a test within may have its own. */
const LIMIT_MS = 180_000;
/** Stripping types and compiling is much of what a process costs. */
const COMPILED = resolve('node_modules/.cache/haat-tests');
/** What each process counts is told as one sum. */
const COUNTS = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

export interface QueueOptions {
  /** How many processes at once. */
  slots: number;
  /** For Node’s test runner, such as `--test-name-pattern`. */
  options: readonly string[];
}

/** True when every test passed. */
export async function runBatches(batches: readonly Batch[], { slots, options }: QueueOptions): Promise<boolean> {
  const from = performance.now();
  const events = new PassThrough({ objectMode: true });
  const report = events.compose(new spec());
  report.pipe(process.stdout, { end: false });
  const told = once(report, 'end');
  const waiting = [...batches];
  const sums: Record<string, number> = {};
  let passed = true;
  const tell = (message: string) =>
    events.write({ type: 'test:diagnostic', data: { nesting: 0, message, level: 'info' } });

  async function work(): Promise<void> {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      // Told when all of it is known, so that no two are mixed.
      const heard: TestEvent[] = [];
      for await (const event of start(batch, options)) {
        if (event.type === 'test:summary') {
          passed &&= event.data.success;
          if (event.data.file === undefined) add(sums, event.data.counts);
        } else if (event.type !== 'test:diagnostic' || !COUNTS.test(event.data.message)) {
          heard.push(named(event, batch));
        }
      }
      for (const event of heard) events.write(event);
      // A process that ends on its own in the middle may do so without an error.
      const unheard = options.length > 0 ? [] : unheardOf(batch, heard);
      if (unheard.length > 0) {
        passed = false;
        tell(`not run to their end: ${unheard.join(', ')}`);
      }
    }
  }

  await Promise.all(Array.from({ length: slots }, work));
  const { tests = 0, passed: good = 0, failed = 0, cancelled = 0, skipped = 0 } = sums;
  const counts = {
    tests,
    pass: good,
    fail: failed,
    cancelled,
    skipped,
    duration_ms: Math.round(performance.now() - from),
  };
  for (const [what, count] of Object.entries(counts)) tell(`${what} ${count}`);
  events.end();
  await told;
  return passed;
}

function start({ part, files }: Batch, options: readonly string[]) {
  const given = options.findLast((option) => option.startsWith('--test-timeout='));
  const limitMs = given ? Number(given.split('=')[1]) : LIMIT_MS;
  return run({
    files: [ENTRY],
    argv: files,
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...part.environment, TEST_PART: part.title },
    execArgv: [`--test-timeout=${limitMs}`, ...options],
    // Of a process that does not end although its tests did.
    timeout: (files.length + 1) * limitMs,
  });
}

function unheardOf({ part, files }: Batch, heard: readonly TestEvent[]): string[] {
  const ended = new Set(
    heard.flatMap(({ type, data }) => (type === 'test:pass' || type === 'test:fail' ? [data.name] : [])),
  );
  return files.map((file) => `${file}${part.title}`).filter((name) => !ended.has(name));
}

/** A process that dies tells nothing but the name of what was started. */
function named(event: TestEvent, { part, files }: Batch): TestEvent {
  const { data } = event;
  if (data && 'name' in data && data.name.endsWith(ENTRY)) {
    data.name = `the process of ${files.map((file) => `${file}${part.title}`).join(', ')}`;
  }
  return event;
}

function add(sums: Record<string, number>, counts: object): void {
  for (const [what, count] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + count;
}
