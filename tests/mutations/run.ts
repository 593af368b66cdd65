/**
 * `npm run mutations`: takes each guard out, in a copy of the tree, and runs the test that must fail then. A guard that no
 * test misses is a survivor, and the command fails. What has been found out before, of files that have not changed
 * since, is not tried again.
 *
 *   --only <pattern>   guards whose file and name match       --shard 1/4   the first of four parts
 *   --jobs 2           how many at once                       --again       also what is known already
 *   --discover         looks for a test for each guard that is not on the list, among --tests <glob>
 */
import { startTestServer } from '#platform/testing/database.ts';
import { discover } from './discover.ts';
import type { Proof } from './guards.ts';
import { keepOutcome, type Outcome, readOutcomes } from './outcomes.ts';
import { plan, readOptions, type Trial, titleOf } from './plan.ts';
import { copyTree, type Tree } from './tree.ts';
import { tryTests } from './trial.ts';

const options = readOptions(process.argv.slice(2));
const known = options.again ? new Map<string, Outcome>() : readOutcomes();
const all = plan(options);
const open = all.filter(({ fingerprint }) => known.get(fingerprint) !== 'killed');
process.stdout.write(`${all.length} guards, ${open.length} to try\n`);

const server = await startTestServer();
const trees = Array.from({ length: Math.min(options.jobs, open.length) }, copyTree);
const survivors: string[] = [];
const queue = [...open];
const untouched = new Map<string, Promise<boolean>>();

try {
  await Promise.all(trees.map(work));
} finally {
  for (const tree of trees) tree.remove();
  await server.stop();
}
if (survivors.length > 0) process.stdout.write(`\n${survivors.length} survived:\n${survivors.join('\n')}\n`);
process.exit(survivors.length > 0 ? 1 : 0);

async function work(tree: Tree): Promise<void> {
  for (let trial = queue.shift(); trial; trial = queue.shift()) {
    if (options.discover) await look(trial, tree);
    else await attempt(trial, trial.proof!, tree);
  }
}

async function attempt({ site, fingerprint }: Trial, proof: Proof, tree: Tree): Promise<void> {
  const title = titleOf(site);
  const why = `${proof[0]} › ${proof[1]}`;
  if (!(await passesUntouched(proof, tree))) {
    survivors.push(`  ${title}: its test fails or is missing with the guard in place too: ${why}`);
    return;
  }
  const { passed, nonsense } = await tree.with(site.file, site.without(), () =>
    tryTests(tree.folder, server.url, proof),
  );
  const outcome: Outcome = nonsense ? 'broken' : passed ? 'survived' : 'killed';
  keepOutcome(fingerprint, title, outcome);
  process.stdout.write(`${outcome.padEnd(9)} ${title}\n`);
  if (outcome === 'survived') survivors.push(`  ${title}: not missed by ${why}`);
  if (outcome === 'broken') survivors.push(`  ${title}: cannot be cut out so: ${nonsense}`);
}

/** A test that fails anyway proves nothing. */
function passesUntouched(proof: Proof, tree: Tree): Promise<boolean> {
  const key = proof.join('\n');
  let answer = untouched.get(key);
  if (!answer) {
    answer = tryTests(tree.folder, server.url, proof).then(({ passed, empty }) => passed && !empty);
    untouched.set(key, answer);
  }
  return answer;
}

async function look(trial: Trial, tree: Tree): Promise<void> {
  const { file, name } = trial.site;
  const found = await discover(trial, options.tests, tree, server.url);
  if (found === 'broken') process.stdout.write(`broken    ${file}: ${name}\n`);
  else if (found) process.stdout.write(`found     ${file} '${name}': ${JSON.stringify(found)},\n`);
  else {
    process.stdout.write(`survived  ${file} '${name}'\n`);
    survivors.push(`  ${file}: ${name}`);
  }
}
