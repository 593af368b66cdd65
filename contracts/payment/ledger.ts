/** Routes of the ledger: what each account has, what a seller is owed, and why. */
import Type, { type Static } from 'typebox';
import type { Api } from '#platform/contract/route.ts';
import { Id, IdParams, nullable, PageQuery, pageOf, Time } from '#platform/contract/schema.ts';
import { choice, DayOrTime } from '../common/fields.ts';
import { Currency, Money, MoneyInput } from '../common/money.ts';
import { needs } from '../common/permissions.ts';
import { gatewayNames } from './schemas.ts';

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

const EntryFilter = Type.Object({
  from: Type.Optional(DayOrTime),
  to: Type.Optional(DayOrTime),
  /** `seller:17`, `gateway:stripe`, `commission`: on either side. */
  account: Type.Optional(Type.String({ pattern: '^[a-z]+(:[a-z0-9]+)?$', maxLength: 40 })),
  sellerId: Type.Optional(Id),
  orderId: Type.Optional(Id),
  paymentId: Type.Optional(Id),
  posting: Type.Optional(choice('payment', 'refund', 'sale', 'reversal', 'payout', 'settlement')),
  currency: Type.Optional(Currency),
});
export type EntryFilter = Static<typeof EntryFilter>;

const LedgerEntry = Type.Object({
  id: Id,
  at: Time,
  /** Why it was posted; each cause once. */
  cause: Type.String(),
  posting: Type.String(),
  what: Type.String(),
  debit: Type.String(),
  credit: Type.String(),
  amount: Money,
  currency: Type.String(),
  orderId: nullable(Id),
  paymentId: nullable(Id),
  sellerId: nullable(Id),
  availableAt: nullable(Time),
});
export type LedgerEntry = Static<typeof LedgerEntry>;
const LedgerEntryPage = pageOf(LedgerEntry);
export type LedgerEntryPage = Static<typeof LedgerEntryPage>;

const RecordSettlement = Type.Object({
  /** Where the money was: a gateway, or the purse of cash on delivery. */
  account: choice(...gatewayNames, 'cash'),
  /** What arrived in the bank. */
  amount: MoneyInput,
  /** What the gateway kept for itself. */
  fee: Type.Optional(MoneyInput),
  /** Without it: the shop’s. */
  currency: Type.Optional(Currency),
  /** When it arrived; without it: now. */
  at: Type.Optional(Time),
  /** Of the gateway or the bank: the same one is booked once. */
  reference: Type.String({ minLength: 1, maxLength: 60, pattern: '^[\\x21-\\x7e]+$' }),
});

const Settlement = Type.Object({
  account: Type.String(),
  amount: Money,
  fee: Money,
  currency: Type.String(),
  at: Time,
  reference: Type.String(),
});
export type Settlement = Static<typeof Settlement>;

const Period = Type.Object({ from: Type.Optional(DayOrTime), to: Type.Optional(DayOrTime) });

const file = 'UTF-8, RFC 4180; all that the filters leave, newest first. Each export is in the audit log.';
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
    query: Type.Object({ ...PageQuery.properties, ...Period.properties }),
    reply: Statement,
    errors: ['seller.unknown'],
  },
  exportSellerStatement: {
    method: 'GET',
    path: '/sellers/:id/statement.csv',
    access: earning,
    tag: 'Ledger',
    summary: 'A seller’s statement as CSV',
    description: file,
    params: IdParams,
    query: Period,
    raw: 'bytes',
    ratePerMinute: 10,
    errors: ['seller.unknown'],
  },
  recordSettlement: {
    method: 'POST',
    path: '/ledger/settlements',
    access: needs('ledger.manage'),
    tag: 'Ledger',
    summary: 'Book what a gateway, or the purse, brought to the bank, and what it kept',
    body: RecordSettlement,
    status: 201,
    reply: Settlement,
    errors: ['settlement.exists'],
    idempotent: true,
    sensitive: true,
    example: { account: 'stripe', amount: '970.00', fee: '30.00', reference: 'po_1Example' },
  },
  listLedgerEntries: {
    method: 'GET',
    path: '/ledger/entries',
    access: needs('ledger.read'),
    tag: 'Ledger',
    summary: 'Entries of the ledger, newest first',
    description: 'Each moves an amount from `debit` to `credit`.',
    query: Type.Object({ ...PageQuery.properties, ...EntryFilter.properties }),
    reply: LedgerEntryPage,
  },
  exportLedgerEntries: {
    method: 'GET',
    path: '/ledger/entries.csv',
    access: needs('ledger.read'),
    tag: 'Ledger',
    summary: 'Entries of the ledger as CSV',
    description: file,
    query: EntryFilter,
    raw: 'bytes',
    ratePerMinute: 10,
  },
} as const satisfies Api;
