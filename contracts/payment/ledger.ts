/** Routes of the ledger: what each account has, what a seller is owed, and why. */
import Type, { type Static } from 'typebox';
import type { Api } from '#platform/contract/route.ts';
import { Id, IdParams, nullable, PageQuery, pageOf, Time } from '#platform/contract/schema.ts';
import { DayOrTime } from '../common/fields.ts';
import { Money } from '../common/money.ts';
import { needs } from '../common/permissions.ts';

/** May be negative. */
const Balance = Money;

const LedgerBalances = Type.Object({
  items: Type.Array(Type.Object({ account: Type.String(), currency: Type.String(), balance: Balance })),
});
export type LedgerBalances = Static<typeof LedgerBalances>;

const SellerBalances = Type.Object({
  sellerId: Id,
  items: Type.Array(
    Type.Object({
      currency: Type.String(),
      /** Past its holding period. */
      available: Balance,
      pending: Balance,
    }),
  ),
});
export type SellerBalances = Static<typeof SellerBalances>;

export const StatementEntry = Type.Object({
  id: Id,
  at: Time,
  orderId: nullable(Id),
  /** What happened: a sale, or its reversal. */
  posting: Type.String(),
  /** Of it: sale, tax, discount that the shop bears, commission. */
  what: Type.String(),
  /** Negative: taken from the seller. */
  amount: Balance,
  currency: Type.String(),
  availableAt: nullable(Time),
});
export type StatementEntry = Static<typeof StatementEntry>;
const Statement = pageOf(StatementEntry);
export type Statement = Static<typeof Statement>;

const earning = needs('earnings.read', 'ledger.read');

export const ledgerApi = {
  listBalances: {
    method: 'GET',
    path: '/ledger/balances',
    access: needs('ledger.read'),
    tag: 'Ledger',
    summary: 'What each account of the ledger has; they sum to zero',
    description: 'Credits less debits: positive is owed or earned, negative is held or spent.',
    reply: LedgerBalances,
  },
  getSellerBalance: {
    method: 'GET',
    path: '/sellers/:id/balance',
    access: earning,
    tag: 'Ledger',
    summary: 'What a seller is owed: one’s own, or anyone’s for staff',
    params: IdParams,
    reply: SellerBalances,
    errors: ['seller.unknown'],
  },
  getSellerStatement: {
    method: 'GET',
    path: '/sellers/:id/statement',
    access: earning,
    tag: 'Ledger',
    summary: 'What a seller earned and gave back, entry by entry, newest first',
    params: IdParams,
    query: Type.Object({ ...PageQuery.properties, from: Type.Optional(DayOrTime), to: Type.Optional(DayOrTime) }),
    reply: Statement,
    errors: ['seller.unknown'],
  },
} as const satisfies Api;
