/** Whether a request with this Idempotency-Key has been answered, so that its answer is only repeated. */
import type { Context } from '#platform/service/context.ts';
import { keyOwner } from '#platform/service/idempotency.ts';
import type { Rows } from '../base.ts';

export async function wasAnswered(rows: Rows, context: Context, operation: string): Promise<boolean> {
  if (context.idempotencyKey === null) return false;
  const row = await rows
    .selectFrom('idempotency')
    .select('status')
    .where('owner', '=', keyOwner(context))
    .where('operation', '=', operation)
    .where('key', '=', context.idempotencyKey)
    .where('status', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}
