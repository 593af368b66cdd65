/** What the user service told of people: who may be given a parcel, who wants mail, who was erased. */
import type { Transaction } from 'kysely';
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { type Database, run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import type { OrderTables, PersonTable } from './tables.ts';

const REMEMBER = insertRows({
  table: 'person',
  fields: { user_id: 'bigint', version: 'bigint', name: 'text', may_deliver: 'boolean', wants_mail: 'boolean' },
  duplicate: {
    key: ['user_id'],
    set: {
      version: 'new.version',
      name: 'new.name',
      may_deliver: 'new.may_deliver',
      wants_mail: 'new.wants_mail',
    },
    where: 'old.version < new.version and old.erased_at is null',
  },
});

/** Older news than what is known changes nothing. */
export async function rememberPerson(
  tx: Transaction<OrderTables>,
  person: Omit<PersonTable, 'erased_at'>,
): Promise<void> {
  await REMEMBER(tx, [person]);
}

const FIND = 'select * from person where user_id = $1 and erased_at is null';

export async function findPerson(database: Database<any>, userId: number): Promise<PersonTable | undefined> {
  const [row] = await database.read<PersonTable>(FIND, [userId]);
  return row;
}

const ERASE_PERSON = insertRows({
  table: 'person',
  fields: { user_id: 'bigint', version: 'bigint' },
  values: { name: "''", may_deliver: 'false', wants_mail: 'false', erased_at: 'now()' },
  duplicate: {
    key: ['user_id'],
    set: { version: 'new.version', name: "''", may_deliver: 'false', wants_mail: 'false', erased_at: 'now()' },
  },
});

export async function erasePerson(tx: Transaction<OrderTables>, userId: number, version: number): Promise<void> {
  await ERASE_PERSON(tx, [{ user_id: userId, version }]);
}

// What the books need stays: amounts, products, country and state for the tax. An order under way keeps its address
// until it has arrived. Notes go with the person.
const ENDED = `(o.status in ('cancelled', 'refunded', 'rejected') or o.fulfilment_status in ('delivered', 'returned'))`;
const ANONYMISE: Statement = (sql) => {
  const address = sql.jsonObject({
    name: "'-'",
    line1: "'-'",
    city: "'-'",
    postalCode: "'-'",
    country: sql.jsonText('shipping_address', 'country'),
    state: `coalesce(${sql.jsonText('shipping_address', 'state')}, '')`,
  });
  const changes = `user_name = '', user_email = '', notes = null, cancel_reason = null, shipping_address = ${address},
  billing_address = null`;
  const theirs = `where p.erased_at is not null and o.user_id = p.user_id and (o.user_email <> '' or o.notes is not null) and ${ENDED}`;
  return sql.dialect === 'postgres'
    ? `update orders o set ${changes} from person p ${theirs}`
    : `update person p straight_join orders o set ${changes} ${theirs}`;
};
const DROP_NOTES = `
delete from order_note where author_id in (select p.user_id from person p where p.erased_at is not null)`;

/** Ended orders of erased people lose what says who they were. */
export async function anonymiseEnded(database: Database<OrderTables>): Promise<void> {
  await run(database.kysely, ANONYMISE, []);
  await run(database.kysely, DROP_NOTES, []);
}
