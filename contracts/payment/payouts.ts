/** Routes of payouts: what sellers are owed leaves the shop in batches, one payout for each seller. */
import Type, { type Static } from 'typebox';
import type { Api } from '#platform/contract/route.ts';
import { Id, IdParams, nullable, PageQuery, pageOf, Time } from '#platform/contract/schema.ts';
import { choice, DayOrTime, note } from '../common/fields.ts';
import { Currency, Money } from '../common/money.ts';
import { needs } from '../common/permissions.ts';
import { StatementEntry } from './ledger.ts';

export const PayoutStatus = choice('created', 'sent', 'paid', 'bounced', 'cancelled');
export type PayoutStatus = Static<typeof PayoutStatus>;

/** Why a seller with a balance is not in a batch. */
export const LeftOutReason = choice('negative', 'below_minimum', 'suspended', 'no_account', 'account_unreadable');
export type LeftOutReason = Static<typeof LeftOutReason>;

const LeftOut = Type.Object({
  sellerId: Id,
  shopName: Type.String(),
  reason: LeftOutReason,
  /** What was released; may be negative. */
  amount: Money,
});

const Sum = Type.Object({ status: PayoutStatus, payouts: Type.Integer(), amount: Money });

const PayoutBatch = Type.Object({
  id: Id,
  currency: Type.String(),
  /** What was released until then is in it. */
  until: Time,
  payouts: Type.Integer(),
  amount: Money,
  /** Those that are not there are none. */
  byStatus: Type.Array(Sum),
  leftOut: Type.Array(LeftOut),
  createdBy: nullable(Id),
  createdAt: Time,
});
export type PayoutBatch = Static<typeof PayoutBatch>;
const PayoutBatchPage = pageOf(PayoutBatch);
export type PayoutBatchPage = Static<typeof PayoutBatchPage>;

const Payout = Type.Object({
  id: Id,
  batchId: Id,
  sellerId: Id,
  shopName: Type.String(),
  amount: Money,
  currency: Type.String(),
  status: PayoutStatus,
  /** As it stood when the batch was made. */
  account: Type.Object({ kind: Type.String(), account: Type.String({ description: 'All but its end masked' }) }),
  /** What the bank's statement calls it. */
  bankReference: nullable(Type.String()),
  /** Why the bank sent it back. */
  reason: nullable(Type.String()),
  createdAt: Time,
  sentAt: nullable(Time),
  /** When it was paid, sent back or cancelled. */
  endedAt: nullable(Time),
});
export type Payout = Static<typeof Payout>;
const PayoutPage = pageOf(Payout);
export type PayoutPage = Static<typeof PayoutPage>;

const CreatePayoutBatch = Type.Object({
  /** Without it: the shop’s. */
  currency: Type.Optional(Currency),
  /** Without it: now. */
  until: Type.Optional(DayOrTime),
});

const reference = Type.Optional(note(100));

const managing = needs('payouts.manage');
const seeing = needs('earnings.read', 'ledger.read', 'payouts.manage');
const reading = needs('ledger.read', 'payouts.manage');
const moneyRoute = { tag: 'Payouts', idempotent: true, sensitive: true } as const;

export const payoutsApi = {
  createPayoutBatch: {
    ...moneyRoute,
    method: 'POST',
    path: '/payouts/batches',
    access: managing,
    summary: 'Make payouts of all that sellers may have by now',
    description:
      'For each seller the entries of the ledger that are released until then and in no payout yet; each entry is paid out ' +
      'once. Who is left out is named with the reason. Where nobody can be paid nothing is made.',
    body: CreatePayoutBatch,
    status: 201,
    reply: PayoutBatch,
    errors: ['payout.nothing_due'],
    timeoutMs: 60_000,
    example: { currency: 'INR' },
  },
  listPayoutBatches: {
    method: 'GET',
    path: '/payouts/batches',
    access: reading,
    tag: 'Payouts',
    summary: 'List payout batches, newest first',
    query: PageQuery,
    reply: PayoutBatchPage,
  },
  getPayoutBatch: {
    method: 'GET',
    path: '/payouts/batches/:id',
    access: reading,
    tag: 'Payouts',
    summary: 'Read a payout batch: its sums, and who was left out',
    params: IdParams,
    reply: PayoutBatch,
    errors: ['payout.not_found'],
  },
  movePayoutBatch: {
    ...moneyRoute,
    method: 'POST',
    path: '/payouts/batches/:id/status',
    access: managing,
    summary: 'Move all payouts of a batch that can take the step',
    description: '`sent` when the file is with the bank, `paid` when all has arrived, `cancelled` before it was sent.',
    params: IdParams,
    body: Type.Object({ status: choice('sent', 'paid', 'cancelled'), reference }),
    reply: PayoutBatch,
    errors: ['payout.not_found', 'payout.bad_transition'],
    timeoutMs: 60_000,
    example: { status: 'sent' },
  },
  getPayoutFile: {
    method: 'GET',
    path: '/payouts/batches/:id.csv',
    access: managing,
    tag: 'Payouts',
    summary: 'The file for the bank: what of a batch is to be paid, with whole account numbers',
    description: 'UTF-8, RFC 4180. Each download is in the audit log.',
    params: IdParams,
    raw: 'bytes',
    sensitive: true,
    errors: ['payout.not_found', 'payout.account_unreadable'],
  },
  listPayouts: {
    method: 'GET',
    path: '/payouts',
    access: seeing,
    tag: 'Payouts',
    summary: 'List payouts, newest first: one’s own, or all for staff',
    query: Type.Object({
      ...PageQuery.properties,
      status: Type.Optional(PayoutStatus),
      batchId: Type.Optional(Id),
      sellerId: Type.Optional(Id),
    }),
    reply: PayoutPage,
  },
  getPayout: {
    method: 'GET',
    path: '/payouts/:id',
    access: seeing,
    tag: 'Payouts',
    summary: 'Read a payout',
    params: IdParams,
    reply: Payout,
    errors: ['payout.not_found'],
  },
  listPayoutEntries: {
    method: 'GET',
    path: '/payouts/:id/entries',
    access: seeing,
    tag: 'Payouts',
    summary: 'What a payout is made of: entries of the seller’s statement, newest first',
    params: IdParams,
    query: PageQuery,
    reply: pageOf(StatementEntry),
    errors: ['payout.not_found'],
  },
  movePayout: {
    ...moneyRoute,
    method: 'POST',
    path: '/payouts/:id/status',
    access: managing,
    summary: 'Say what became of a payout',
    description:
      'created → sent → paid or bounced; created → cancelled. What bounced or was cancelled is the seller’s again and ' +
      'goes into a later batch.',
    params: IdParams,
    body: Type.Object({
      status: choice('sent', 'paid', 'bounced', 'cancelled'),
      reference,
      reason: Type.Optional(note(500)),
    }),
    reply: Payout,
    errors: ['payout.not_found', 'payout.bad_transition'],
    example: { status: 'bounced', reason: 'The account is closed.' },
  },
} as const satisfies Api;
