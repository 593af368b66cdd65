/**
 * `npm run gateways`: a shop and the payment simulator on this machine, and each of the five gateways through its real
 * adapter: paying, being declined, paying late and twice, refunds in parts, reconciliation, and the books after it all.
 * Exit code 1 where one falls short. No money moves, and nothing outside this machine is called. With TEST_DATABASE=mariadb
 * the shop is on MariaDB.
 */
import { notRun } from './accounts.ts';
import { type Played, play } from './play.ts';
import { scenes } from './scenes.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const WIDTH = 17;
const cell = (text: string) => text.padEnd(WIDTH);

say(cell('gateway') + Object.keys(scenes).map(cell).join(''));
let row: Played[] = [];
const { played, books } = await play(undefined, (one) => {
  row.push(one);
  if (row.length < Object.keys(scenes).length) return;
  say(cell(one.gateway) + row.map(({ failure, ms }) => cell(failure === null ? `ok  ${ms} ms` : 'FAILED')).join(''));
  row = [];
});
const failures = played.filter(({ failure }) => failure !== null);
for (const { gateway, scene, failure } of failures) say(`${gateway}, ${scene}: ${failure}`);
for (const line of books) say(`the books: ${line}`);
if (books.length === 0)
  say('the books: all invariants hold, the ledger sums to zero and says of each gateway what it holds.');
const left = notRun();
if (left !== null) say(`live: ${left}; with them, npm test -- tests/gateways/live.test.ts`);
process.exit(failures.length + books.length === 0 ? 0 : 1);
