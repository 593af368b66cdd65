/** What a person has to look at. The same difference stands here once. */
import type { Selectable } from 'kysely';
import type { FindingKind, FindingState } from '#contracts/payment/schemas.ts';
import type { Rows } from '../base.ts';
import type { PaymentFindingTable } from './tables.ts';

export type FindingRow = Selectable<PaymentFindingTable>;

export type NewFinding = Pick<
  FindingRow,
  | 'gateway'
  | 'kind'
  | 'dedupe_key'
  | 'payment_id'
  | 'order_id'
  | 'gateway_ref'
  | 'amount_minor'
  | 'currency'
  | 'summary'
> & { details: Record<string, unknown>; state: 'open' | 'repaired' };

/** Undefined when it was written down before. */
export const insertFinding = (rows: Rows, { details, ...finding }: NewFinding): Promise<FindingRow | undefined> =>
  rows
    .insertInto('payment_finding')
    .values({
      ...finding,
      summary: finding.summary.slice(0, 500),
      details: JSON.stringify(details),
      note: null,
      resolved_by: null,
      resolved_at: finding.state === 'repaired' ? new Date() : null,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returningAll()
    .executeTakeFirst();

export const stateOf = async (rows: Rows, dedupeKey: string): Promise<FindingState> => {
  const found = rows.selectFrom('payment_finding').select('state').where('dedupe_key', '=', dedupeKey);
  return (await found.executeTakeFirstOrThrow()).state;
};

export interface FindingFilter {
  state?: FindingState | undefined;
  kind?: FindingKind | undefined;
  gateway?: string | undefined;
  /** The id that the page before ended with. */
  before?: number | undefined;
  offset: number;
  limit: number;
}

export function listFindings(rows: Rows, filter: FindingFilter): Promise<FindingRow[]> {
  let query = rows
    .selectFrom('payment_finding')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.gateway !== undefined) query = query.where('gateway', '=', filter.gateway);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return query.execute();
}

export const findingById = (rows: Rows, id: number): Promise<FindingRow | undefined> =>
  rows.selectFrom('payment_finding').selectAll().where('id', '=', id).executeTakeFirst();

export interface Closing {
  note: string;
  resolvedBy: number | null;
}

/** False when it was closed before. */
export async function closeFinding(rows: Rows, id: number, { note, resolvedBy }: Closing): Promise<boolean> {
  const { numUpdatedRows } = await rows
    .updateTable('payment_finding')
    .set({ state: 'resolved', note, resolved_by: resolvedBy, resolved_at: new Date() })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function closeFindingNamed(rows: Rows, dedupeKey: string, { note, resolvedBy }: Closing): Promise<void> {
  await rows
    .updateTable('payment_finding')
    .set({ state: 'resolved', note, resolved_by: resolvedBy, resolved_at: new Date() })
    .where('dedupe_key', '=', dedupeKey)
    .where('state', '=', 'open')
    .execute();
}

/** Open ones of these kinds about these payments. */
export async function closeFindingsOf(
  rows: Rows,
  paymentIds: readonly number[],
  kinds: readonly FindingKind[],
  { note, resolvedBy }: Closing,
): Promise<void> {
  if (paymentIds.length === 0) return;
  await rows
    .updateTable('payment_finding')
    .set({ state: 'resolved', note, resolved_by: resolvedBy, resolved_at: new Date() })
    .where('payment_id', 'in', paymentIds)
    .where('kind', 'in', kinds)
    .where('state', '=', 'open')
    .execute();
}
