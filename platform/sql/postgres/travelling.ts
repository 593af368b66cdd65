/**
 * Statements that travel together, since round trips are most of what a short transaction takes: BEGIN leaves with the
 * first statement, and one that nobody hears (`unheard.ts`) with the next. All of a transaction's answers come in order, so
 * what is thrown is what the first of them had to say: PostgreSQL refuses those after it, and makes COMMIT a ROLLBACK.
 */
import type { Socket } from 'node:net';
import type pg from 'pg';
import { queryPrepared } from './prepared.ts';
import { isUnheard } from './unheard.ts';

const OPENS = /^(begin|start transaction)\b/i;
const ENDS = /^(commit|rollback)$/i;
const UNPREPARED = /^(begin|commit|rollback|savepoint|release|start|set|create|alter|drop|comment|grant|revoke)\b/i;

/** What Kysely makes of a statement that answers nothing. */
const NOTHING = { command: '', rowCount: null, rows: [], fields: [], oid: 0 } satisfies Partial<pg.QueryResult>;

export const streamOf = (client: pg.PoolClient) =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

type Sent = readonly [text: string, values?: unknown[]];

export function travelling(client: pg.PoolClient): (...statement: Sent) => Promise<Partial<pg.QueryResult>> {
  let heldBack: Sent[] = [];
  let inTransaction = false;

  const send = ([text, values]: Sent, alone: boolean): Promise<pg.QueryResult> =>
    UNPREPARED.test(text) ? client.query(text, values) : queryPrepared(client, text, values, alone);

  async function sendTogether(statements: readonly Sent[]): Promise<Partial<pg.QueryResult>> {
    if (statements.length === 1) return send(statements[0]!, !inTransaction);
    const stream = streamOf(client);
    stream.cork();
    const answers = statements.map((statement) => send(statement, false));
    stream.uncork();
    return (await Promise.all(answers)).at(-1)!;
  }

  return async (text, values) => {
    if (OPENS.test(text)) {
      inTransaction = true;
      heldBack = [[text]];
      return NOTHING;
    }
    if (inTransaction && isUnheard(text)) {
      heldBack.push([text, values]);
      return NOTHING;
    }
    const before = heldBack;
    heldBack = [];
    if (ENDS.test(text)) {
      inTransaction = false;
      const unopened = before.length > 0 && OPENS.test(before[0]![0]);
      if (unopened && (before.length === 1 || /^rollback$/i.test(text))) return NOTHING;
      if (/^rollback$/i.test(text)) return send([text], true);
    }
    return sendTogether([...before, [text, values]]);
  };
}
