/**
 * What a guard looks like in the source, kind by kind, and how it is taken out. A kind that is written in a new way gets
 * a new pattern here: a guard that nothing finds is a guard that nobody watches.
 */
import { balancedEnd, conjunctAt, literalEnd, replaced, type Span } from './text.ts';

export interface Kind {
  name: string;
  /** One match for each guard; the first group, if there is one, tells guards of one declaration apart. */
  pattern: RegExp;
  /** Only in declarations that match this too. */
  within?: RegExp;
  /** Only in these files. */
  files?: RegExp;
  /** The code without the guard. */
  without(code: string, match: Span): string;
}

/** Columns that say how far something is. A condition on one of them, in a statement that writes or locks, is a guard. */
const STATE = [
  ...[
    'status',
    'state',
    'payment_status',
    'fulfilment_status',
    'version',
    'generation',
    'claim',
    'claimed_by',
    'claimed_at',
  ],
  ...[
    'ended_at',
    'used_at',
    'erased_at',
    'expires_at',
    'idle_until',
    'expiry_asked_at',
    'next_at',
    'run_at',
    'beat_at',
  ],
  ...['open_payment_id', 'paid_payment_id', 'attempt_id', 'announced', 'gateway_ref', 'held_reason', 'refunding_minor'],
  ...['refunded_minor', 'fingerprint', 'refresh_hash', 'password_hash', 'window_ends_at', 'posted_at', 'payout_id'],
].join('|');

/** Columns that say whose something is. A condition on one of them is a guard wherever it stands. */
const OWNER = 'user_id|seller_id|guest_id|account_id|owner_id|author_id|assignee_id';

const WRITES =
  /\bupdate\s+\w+(\s+\w+)?\s+set\b|\bdelete\s+from\b|\bdelete\s+\w+\s+from\b|\bdo update\b|\binsert into\b|\bfor (no key )?update\b|\.(updateTable|deleteFrom|forUpdate|forNoKeyUpdate)\(|\b(update|delete|insert|lock)(Rows|Where)?[<(]/i;

/** Where a condition may begin in SQL. */
const BEGINS = String.raw`(?:\b(?:where|and|or|not|on)\s+|[(\`'"]\s*)`;
const COMPARES = String.raw`\s*(?:=(?![=>])|<>|!=(?!=)|<=?|>=?|\bis (?:not )?null\b|\b(?:not )?in\b|\bbetween\b)`;

const condition = (columns: string): RegExp =>
  new RegExp(String.raw`(?<=${BEGINS})(?:\w+\.)?"?(${columns})"?(?=${COMPARES})`, 'gi');

const call = (columns: string): RegExp => new RegExp(String.raw`\.where(?:Ref)?\(\s*'(?:\w+\.)?(${columns})',`, 'g');

/** `.where('status', '=', 'pending')` and whatever else is chained. */
const withoutCall = (code: string, { start }: Span): string =>
  replaced(code, { start, end: balancedEnd(code, code.indexOf('(', start)) }, '');

const withoutCondition = (code: string, { start }: Span): string => replaced(code, conjunctAt(code, start), 'true');

export const kinds: readonly Kind[] = [
  {
    name: 'lock',
    pattern: /\bfor (?:no key )?update\b(?: of \w+)?(?: skip locked)?/g,
    without: (code, span) => replaced(code, span, ''),
  },
  { name: 'lock', pattern: /\.(?:forUpdate|forNoKeyUpdate|skipLocked)\(/g, without: withoutCall },
  {
    name: 'conflict',
    pattern: /\bon conflict\b/g,
    without(code, { start }) {
      const limit = literalEnd(code, start);
      const end = /\breturning\b|\n\)/.exec(code.slice(start, limit));
      return replaced(code, { start, end: end ? start + end.index : limit }, '');
    },
  },
  { name: 'conflict', pattern: /\.onConflict\(/g, without: withoutCall },
  {
    name: 'conflict',
    pattern: /\bduplicate: (?=['{])/g,
    without(code, { start, end }) {
      const stop = code[end] === '{' ? balancedEnd(code, end) : code.indexOf("'", end + 1) + 1;
      return replaced(code, { start, end: code[stop] === ',' ? stop + 1 : stop }, '');
    },
  },
  { name: 'state', pattern: condition(STATE), within: WRITES, without: withoutCondition },
  { name: 'state', pattern: call(STATE), within: WRITES, without: withoutCall },
  { name: 'owner', pattern: condition(OWNER), without: withoutCondition },
  { name: 'owner', pattern: call(OWNER), without: withoutCall },
  {
    name: 'owner',
    pattern:
      /(?<![\w.?])[\w.?]*\b(user_id|userId|seller_id|sellerId|assignee_id|author_id) (?:!==|===) [\w.!]*(?:userId|sellerId|user_id|seller_id)\b/g,
    files: /^services\/\w+\/src\/(use-cases|domain|store)\//,
    without: (code, span) => replaced(code, span, code.slice(span.start, span.end).includes('!==') ? 'false' : 'true'),
  },
  {
    name: 'key',
    pattern: /\bidempotently\((?=[\w.]+database, context,)/g,
    without(code, { end }) {
      const context = code.indexOf('context', code.indexOf(',', end));
      return replaced(
        code,
        { start: context, end: context + 'context'.length },
        '{ ...context, idempotencyKey: null }',
      );
    },
  },
  {
    name: 'secret',
    pattern: /\btimingSafeEqual\((?=\S)/g,
    without: (code, { start, end }) => replaced(code, { start, end: balancedEnd(code, end - 1) }, 'true'),
  },
];
