/** After the last fault: waits until nothing is on its way any more, and tells what never arrives. */
import { serviceNames } from '#contracts/common/services.ts';
import { until } from '#platform/testing/until.ts';

type Query = (text: string) => Promise<any[]>;

/** What a paid cart may take to become an order, and so what anything may take after the last fault. */
export const RECOVERY_MS = 60_000;

const each = (part: (service: string) => string, between: string): string => serviceNames.map(part).join(between);

/** Not what is to be done only later. */
const DUE = "status = 'ready' and (attempts > 0 or run_at <= now()) and run_at < now() + interval '1 minute'";
/** Mails and what is printed for them: they give way to shoppers, one at a time. */
const PAPER = "kind in ('payment.deliver', 'order.mail')";
const PAPER_MS = 300_000;

const PAPERS = `select ${each((name) => `(select count(*) from haat_${name}.job where ${PAPER} and ${DUE})`, ' + ')} as waiting`;

const WAITING = `
select ${each((name) => `(select count(*) from haat_${name}.delivery where status = 'ready')`, ' + ')}
  + ${each((name) => `(select count(*) from haat_${name}.job where not ${PAPER} and ${DUE})`, ' + ')}
  + (select count(*) from haat_order.orders where status = 'placing')
  + (select count(*) from haat_product.stock_task)
  + (select count(*) from haat_payment.webhook_event where state = 'received')
  + (select count(*) from haat_payment.refund where status = 'pending')
  as waiting`;

/** What a dead process had in its hands looks taken until its claim runs out: here it is let go at once. */
const LET_GO = serviceNames.flatMap((name) => [
  `update haat_${name}.delivery set next_at = now()`,
  `update haat_${name}.idempotency set claimed_at = now() - interval '1 minute' where claim is not null`,
  `update haat_${name}.job set run_at = now() where status = 'ready' and run_at > now() and run_at < now() + interval '1 minute'`,
]);

/** Gateways too are asked at once. */
const ASK = 'update haat_payment.payment set next_poll_at = now() where next_poll_at is not null';

export async function letGo(query: Query): Promise<void> {
  for (const statement of LET_GO) await query(statement);
}

/** `open`: what else is not as it will be, for a person to read. */
export async function settle(query: Query, hurry: boolean, open: () => Promise<string[]>): Promise<string[]> {
  if (hurry) {
    await letGo(query);
    await query(ASK);
  }
  const none = async (text: string) => Number((await query(text))[0].waiting) === 0;
  try {
    await until(
      'nothing to be on its way',
      async () => (await none(WAITING)) && (await open()).length === 0,
      RECOVERY_MS,
    );
  } catch {
    const left = [...(await query(LEFT)).map((row) => JSON.stringify(row)), ...(await open())];
    return [`after ${RECOVERY_MS / 1_000} s without faults there is still on its way: ${left.join('; ')}`];
  }
  return [];
}

export const settlePapers = (query: Query): Promise<string[]> =>
  until('mails and documents', async () => Number((await query(PAPERS))[0].waiting) === 0, PAPER_MS).then(
    () => [],
    () => [`after ${PAPER_MS / 1_000} s more mails and documents are still on their way`],
  );

const LEFT = `
${each(
  (name) => `
  select '${name} delivery' as what, concat(o.type, ' to ', d.subscriber, ' of ', o.entity_id) as which, d.attempts, d.last_error
  from haat_${name}.delivery d join haat_${name}.outbox o on o.id = d.event_id where d.status = 'ready'
  union all
  select '${name} job', concat(kind, ' ', "key"), attempts, last_error from haat_${name}.job
  where not ${PAPER} and ${DUE}`,
  ' union all ',
)}
union all select 'order in placement', concat(id, ''), 0, instance_id from haat_order.orders where status = 'placing'
union all select 'stock task', concat(kind, ' of ', order_id), 0, null from haat_product.stock_task
union all select 'webhook', concat(type, ' ', id), 0, error from haat_payment.webhook_event where state = 'received'
union all select 'refund', concat(id, ''), 0, null from haat_payment.refund where status = 'pending'
limit 20`;

/** What must never be once all is settled; beside the invariants, which hold at any moment. */
const STRICT: ReadonlyArray<readonly [what: string, rows: string]> = [
  [
    'a dead delivery or job',
    each(
      (name) => `
      select '${name}' as service, concat('event ', event_id, ' to ', subscriber) as which, last_error
      from haat_${name}.delivery where status = 'dead'
      union all select '${name}', concat(kind, ' ', "key"), last_error from haat_${name}.job where status = 'dead'`,
      ' union all ',
    ),
  ],
  [
    'a cart that is still claimed',
    `select id, claimed_by from haat_cart.cart where claimed_by is not null
     union all select cart_id, order_id from haat_cart.claim where status = 'claimed'`,
  ],
  [
    'stock that is held for an order which is not waiting for its payment',
    `select h.order_id, o.status from haat_product.hold h left join haat_order.orders o on o.id = h.order_id
     where h.state = 'held' and coalesce(o.status, '') <> 'pending'`,
  ],
  [
    'a use of a coupon code by an order that does not stand',
    `select u.order_id, u.discount_id, o.status from haat_cart.discount_use u left join haat_order.orders o on o.id = u.order_id
     where coalesce(o.status, '') not in ('pending', 'completed', 'refunded')`,
  ],
  [
    'a discount in an order that counts no use of its code',
    `select o.id, o.discount_minor from haat_order.orders o
     where o.status in ('pending', 'completed', 'refunded') and o.discount_minor > 0
       and not exists (select 1 from haat_cart.discount_use u where u.order_id = o.id)`,
  ],
  [
    'a payment that is held for a person',
    'select id, order_id, held_reason from haat_payment.payment where held_reason is not null',
  ],
];

export async function findLeftovers(query: Query): Promise<string[]> {
  const found: string[] = [];
  for (const [what, text] of STRICT) {
    const rows = await query(text);
    if (rows.length > 0) found.push(`${what}: ${rows.length} rows, e.g. ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return found;
}
