/** The workflows, read by GitHub's own parser. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { parse } from 'yaml';

// The parser's modules import JSON without saying so, which Node refuses.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

const folder = '.github/workflows';
const errorsIn = (name: string, content: string): string[] =>
  parseWorkflow({ name, content }, new NoOperationTraceWriter())
    .context.errors.getErrors()
    .map(({ message }) => message);

test('every workflow is one that GitHub understands, and a wrong word would be found', () => {
  const names = readdirSync(folder);
  assert.ok(names.length >= 3);
  for (const name of names) {
    const content = readFileSync(`${folder}/${name}`, 'utf8');
    assert.deepEqual(errorsIn(name, content), [], name);
    assert.notDeepEqual(errorsIn(name, content.replace('runs-on:', 'run-on:')), [], name);
  }
});

test('each may do only what it says, and its actions keep to a major version', () => {
  for (const name of readdirSync(folder)) {
    const workflow = parse(readFileSync(`${folder}/${name}`, 'utf8'));
    assert.deepEqual(workflow.permissions, { contents: 'read' }, name);
    for (const job of Object.values<any>(workflow.jobs)) {
      assert.ok(job['timeout-minutes'] > 0, name);
      for (const { uses } of job.steps) assert.match(uses ?? 'run@v1', /@(v\d+|[0-9a-f]{40})$/, name);
    }
  }
});
