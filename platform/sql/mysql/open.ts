/** A database handle on MySQL or MariaDB. */
import { CompiledQuery, Kysely } from 'kysely';
import type { DatabaseConnection, DatabaseOptions } from '../database.ts';
import { limitsOf } from '../limits.ts';
import { mysqlColumns } from './columns.ts';
import { mysqlDialect } from './driver.ts';
import { closeMysqlPool, openMysqlPool } from './pool.ts';

export function openMysql<S>(options: DatabaseOptions): DatabaseConnection<S> {
  const { url, schema, poolSize = 10 } = options;
  const limits = limitsOf(options.limits);
  let closing = false;
  const onError = (error: Error) => {
    if (!closing) options.onError?.(error);
  };
  const pool = openMysqlPool({ url, schema, poolSize, limits, onError });
  const silenceMs = limits?.silenceMs;
  const kysely = new Kysely<S>({ dialect: mysqlDialect(pool, { silenceMs }) });
  const definer = new Kysely<S>({
    dialect: mysqlDialect(pool, { silenceMs, repeatable: true }),
    plugins: [mysqlColumns],
  });
  const query = async (text: string, values: readonly unknown[]) =>
    (await kysely.executeQuery(CompiledQuery.raw(text, [...values]))).rows;
  // Connects when it is first asked.
  const asking = openMysqlPool({ url, schema, poolSize: 1, limits, onError });
  const asked = new Kysely<S>({ dialect: mysqlDialect(asking, { silenceMs }) });
  return {
    kysely,
    definer,
    read: query,
    async ping() {
      await asked.executeQuery(CompiledQuery.raw('select 1', []));
    },
    async close() {
      closing = true;
      await Promise.all([closeMysqlPool(pool), closeMysqlPool(asking)]);
    },
  };
}
