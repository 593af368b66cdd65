/** What the user service told of people: who may be given a parcel, who wants mail, who was erased. */
import type { Transaction } from 'kysely';
import { type Database, run } from '#platform/sql/database.ts';
import type { OrderTables, PersonTable } from './tables.ts';

const REMEMBER = `
insert into person (user_id, version, name, may_deliver, wants_mail)
values ($1, $2, $3, $4, $5)
on conflict (user_id) do update
set version = excluded.version, name = excluded.name, may_deliver = excluded.may_deliver,
  wants_mail = excluded.wants_mail
where person.version < excluded.version and person.erased_at is null`;

/** Older news than what is known changes nothing. */
export async function rememberPerson(
  tx: Transaction<OrderTables>,
  person: Omit<PersonTable, 'erased_at'>,
): Promise<void> {
  const { user_id, version, name, may_deliver, wants_mail } = person;
  await run(tx, REMEMBER, [user_id, version, name, may_deliver, wants_mail]);
}

const FIND = 'select * from person where user_id = $1 and erased_at is null';

export async function findPerson(database: Database<any>, userId: number): Promise<PersonTable | undefined> {
  const [row] = await database.read<PersonTable>(FIND, [userId]);
  return row;
}

const ERASE_PERSON = `
insert into person (user_id, version, name, may_deliver, wants_mail, erased_at)
values ($1, $2, '', false, false, now())
on conflict (user_id) do update
set version = excluded.version, name = '', may_deliver = false, wants_mail = false, erased_at = now()`;

export async function erasePerson(tx: Transaction<OrderTables>, userId: number, version: number): Promise<void> {
  await run(tx, ERASE_PERSON, [userId, version]);
}

// What the books need stays: amounts, products, country and state for the tax. An order under way keeps its address
// until it has arrived. Notes go with the person.
const ENDED = `(o.status in ('cancelled', 'refunded', 'rejected') or o.fulfilment_status in ('delivered', 'returned'))`;
const ANONYMISE = `
update orders o
set user_name = '', user_email = '', notes = null, cancel_reason = null,
  shipping_address = jsonb_build_object('name', '-', 'line1', '-', 'city', '-', 'postalCode', '-',
    'country', shipping_address->>'country', 'state', coalesce(shipping_address->>'state', '')),
  billing_address = null
from person p
where p.erased_at is not null and o.user_id = p.user_id and (o.user_email <> '' or o.notes is not null) and ${ENDED}`;
const DROP_NOTES = `
delete from order_note n using person p where p.erased_at is not null and n.author_id = p.user_id`;

/** Ended orders of erased people lose what says who they were. */
export async function anonymiseEnded(database: Database<OrderTables>): Promise<void> {
  await run(database.kysely, ANONYMISE, []);
  await run(database.kysely, DROP_NOTES, []);
}
