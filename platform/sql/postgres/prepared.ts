/**
 * Statements are prepared under names of their own, so that each is planned once on each connection. Bounded: beyond it, a
 * text built per request would fill the server's memory.
 */
import type pg from 'pg';

const names = new Map<string, string>();
const MAX_NAMES = 2_000;
let given = 0;

function nameOf(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `h${given++}`;
    names.set(text, name);
  }
  return name;
}

/** `repeatable`: it stands alone; in a transaction, which fails by it as a whole, repeating it would say nothing. */
export async function queryPrepared(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[] | undefined,
  repeatable: boolean,
): Promise<pg.QueryResult> {
  const name = nameOf(text);
  const send = (as: string | undefined) => client.query({ name: as, text, values: values as unknown[] });
  try {
    return await send(name);
  } catch (error) {
    if (!isOutdated(error)) throw error;
    // Unless another connection has noticed it before.
    if (names.get(text) === name) names.delete(text);
    if (!repeatable) throw error;
    return send(nameOf(text));
  }
}

/**
 * A migration has changed a table while this process runs, and what was prepared as `select *` does not answer any more what
 * it promised. PostgreSQL refuses it on every connection that knows it: under a new name it is prepared anew.
 */
export function isOutdated(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === '0A000' && /cached plan must not change result type/.test(String(message));
}
