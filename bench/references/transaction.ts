/**
 * The reference for orders: what a placement does to the database, written by hand as ONE transaction, statement by
 * statement, on the same PostgreSQL. pgbench runs it where it is installed, else Node with one connection per client.
 */
import pg from 'pg';
import { findPgbench, runPgbench } from './pgbench.ts';

export interface TransactionRate {
  perSecond: number;
  meanMs: number;
}

export interface TransactionReference {
  runner: 'pgbench' | 'node';
  measure(concurrency: number, seconds: number): Promise<TransactionRate>;
}

const SCHEMA = 'bench_reference';
const CARTS = 100_000;

const tables = (products: number) => `
drop schema if exists ${SCHEMA} cascade;
create schema ${SCHEMA};
set search_path = ${SCHEMA};
create table stock (
  variant_id bigint primary key, price bigint not null, on_hand integer not null, held integer not null default 0,
  constraint stock_held_check check (held between 0 and on_hand));
create table cart (id bigint primary key, version integer not null default 1);
create table cart_line (
  cart_id bigint not null, variant_id bigint not null, quantity integer not null,
  primary key (cart_id, variant_id));
create table orders (
  id bigint generated always as identity primary key, user_id bigint not null, number varchar(40) not null unique,
  status varchar(20) not null, total bigint not null, currency char(3) not null, address jsonb not null,
  created_at timestamp(3) not null default now());
create index orders_user_id_index on orders (user_id, id);
create table order_line (
  id bigint generated always as identity primary key, order_id bigint not null references orders,
  variant_id bigint not null, title varchar(200) not null, quantity integer not null, price bigint not null);
create index order_line_order_id_index on order_line (order_id);
create table hold (
  order_id bigint not null references orders, variant_id bigint not null references stock, quantity integer not null,
  primary key (order_id, variant_id));
create table outbox (
  id bigint generated always as identity primary key, type varchar(100) not null, payload jsonb not null,
  created_at timestamp(3) not null default now());
insert into stock select n, 100 + n % 4900, 1000000000 from generate_series(1, ${products}) n;
insert into cart select n from generate_series(1, ${CARTS}) n;
insert into cart_line
  select n, 1 + (n * 7 + k * 13) % ${products}, 1 from generate_series(1, ${CARTS}) n, generate_series(0, 1) k;
analyze stock, cart, cart_line;`;

/** Variables are `:cart`, `:first` and `:second` (two variants, in id order) and `:order_id` once it is known. */
const statements: readonly { text: string; yieldsOrderId?: true }[] = [
  { text: `select version from ${SCHEMA}.cart where id = :cart for update` },
  {
    text: `select variant_id, quantity, price from ${SCHEMA}.cart_line join ${SCHEMA}.stock using (variant_id) where cart_id = :cart`,
  },
  {
    text:
      `insert into ${SCHEMA}.orders (user_id, number, status, total, currency, address) values ` +
      '(:cart, gen_random_uuid()::varchar, \'pending\', 2000, \'INR\', \'{"city": "Bengaluru", "country": "IN"}\') ' +
      'returning id as order_id',
    yieldsOrderId: true,
  },
  ...(['first', 'second'] as const).flatMap((variant) => [
    { text: `update ${SCHEMA}.stock set held = held + 1 where variant_id = :${variant} and on_hand - held >= 1` },
    { text: `insert into ${SCHEMA}.hold (order_id, variant_id, quantity) values (:order_id, :${variant}, 1)` },
    {
      text:
        `insert into ${SCHEMA}.order_line (order_id, variant_id, title, quantity, price) values ` +
        `(:order_id, :${variant}, 'hand-woven indigo cotton kurta', 1, 1000)`,
    },
  ]),
  { text: `delete from ${SCHEMA}.cart_line where cart_id = :cart` },
  { text: `update ${SCHEMA}.cart set version = version + 1 where id = :cart` },
  {
    text:
      `insert into ${SCHEMA}.outbox (type, payload) values ('order.placed', ` +
      "jsonb_build_object('orderId', :order_id::bigint, 'lines', jsonb_build_array(:first::bigint, :second::bigint)))",
  },
];

export async function prepareTransaction(
  databaseUrl: string,
  products: number,
  pgbench: string | undefined = findPgbench(),
): Promise<TransactionReference> {
  await onConnection(databaseUrl, (client) => client.query(tables(products)));
  return {
    runner: pgbench ? 'pgbench' : 'node',
    measure: (concurrency, seconds) =>
      pgbench
        ? runPgbench(pgbench, databaseUrl, pgbenchScript(products), concurrency, seconds)
        : runInNode(databaseUrl, products, concurrency, seconds),
  };
}

function pgbenchScript(products: number): string {
  const lines = statements.map(({ text, yieldsOrderId }) => `${text}${yieldsOrderId ? ' \\gset' : ';'}`);
  return [
    `\\set cart random(1, ${CARTS})`,
    `\\set first random(1, ${products - 1})`,
    `\\set second random(:first + 1, ${products})`,
    'begin;',
    ...lines,
    'commit;',
    '',
  ].join('\n');
}

async function runInNode(url: string, products: number, concurrency: number, seconds: number) {
  const prepared = statements.map(({ text, yieldsOrderId }, index) => {
    const names: string[] = [];
    const numbered = text.replace(/(?<!:):([a-z_]+)/g, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    return { query: { name: `reference_${index}`, text: numbered }, names, yieldsOrderId };
  });
  const clients = Array.from({ length: concurrency }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  let transactions = 0;
  const loop = async (client: pg.Client) => {
    for (; performance.now() < end; transactions += 1) {
      const first = between(1, products - 1);
      const known: Record<string, unknown> = { cart: between(1, CARTS), first, second: between(first + 1, products) };
      await client.query('begin');
      for (const { query, names, yieldsOrderId } of prepared) {
        const { rows } = await client.query({ ...query, values: names.map((name) => known[name]) });
        if (yieldsOrderId) known.order_id = rows[0].order_id;
      }
      await client.query('commit');
    }
  };
  await Promise.all(clients.map(loop));
  const tookMs = performance.now() - startedAt;
  await Promise.all(clients.map((client) => client.end()));
  return { perSecond: (transactions * 1_000) / tookMs, meanMs: (tookMs * concurrency) / transactions };
}

const between = (from: number, to: number): number => from + Math.floor(Math.random() * (to - from + 1));

async function onConnection(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
