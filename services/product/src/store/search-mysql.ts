/**
 * Words and facts as they are indexed on MySQL and MariaDB: terms and facts as rows that are found by their primary keys,
 * typos by the letters that words share. The server's own text index leaves out short and common words as it is
 * configured, knows no word endings, and shows a transaction nothing of what it has written.
 */
import { insertRows } from '#platform/sql/changes/insert-rows.ts';
import { run } from '#platform/sql/database.ts';
import type { Statement } from '#platform/sql/statement.ts';
import { gramsOf, plainOf } from '../domain/grams.ts';
import { TITLE_WEIGHT, termOf, termsOf, vocabularyOf } from '../domain/search-terms.ts';
import type { Form, SearchExpressions } from '../domain/search-words.ts';
import type { Parameters } from './list-filters.ts';
import type { Tx } from './products.ts';
import type { SearchIndex } from './search.ts';
import type { AttributeValues } from './tables.ts';

const ROWS: Statement = (sql) => `
insert into product_search (id, category_id, seller_id, status, price_minor, popularity, rating, created_at)
select p.id, p.category_id, p.seller_id, p.status, p.price_minor, p.popularity, p.rating, p.created_at
from product p where p.id ${sql.in(1)} order by p.id
on duplicate key update category_id = values(category_id), status = values(status), price_minor = values(price_minor),
  popularity = values(popularity), rating = values(rating)`;

const TEXTS: Statement = (sql) => `
select p.id, p.title, c.name as category, p.attributes, left(p.description, 5000) as description,
  ${sql.list(['v.title', 'v.sku', 'v.options'], 'variant v where v.product_id = p.id', 'v.id')} as variants
from product p join category c on c.id = p.category_id
where p.id ${sql.in(1)} order by p.id`;

interface TextRow {
  id: number;
  title: string;
  category: string;
  attributes: AttributeValues;
  description: string;
  variants: Array<[title: string | null, sku: string | null, options: Record<string, string>]> | null;
}

const FORGET = ['search_term', 'search_fact'].map(
  (table): Statement =>
    (sql) =>
      `delete from ${table} where product_id ${sql.in(1)}`,
);

const TERMS = insertRows({ table: 'search_term', fields: { term: 'text', productId: 'bigint', weight: 'int' } });
const FACTS = insertRows({
  table: 'search_fact',
  fields: { productId: 'bigint', name: 'text', value: 'text', fact: 'text' },
});
const WORDS = insertRows<{ word: string }>({
  table: 'search_word',
  fields: { word: 'text', grams: 'int' },
  duplicate: 'skip',
  returning: { word: 'text' },
});
const GRAMS = insertRows({ table: 'search_gram', fields: { gram: 'text', word: 'text' }, duplicate: 'skip' });

async function index(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, ROWS, [ids]);
  const rows = await run<TextRow>(tx, TEXTS, [ids]);
  for (const forget of FORGET) await run(tx, forget, [ids]);
  await TERMS(
    tx,
    rows.flatMap((row) => [...termsOf(textsOf(row))].map(([term, weight]) => ({ term, productId: row.id, weight }))),
  );
  await FACTS(tx, rows.flatMap(factsOf));
  await rememberWords(tx, rows);
}

const valuesOf = (row: TextRow): string => Object.values(row.attributes).join(' ');

const textsOf = (row: TextRow) => ({
  title: row.title,
  details: [
    row.category,
    valuesOf(row),
    ...(row.variants ?? []).flatMap(([title, sku]) => [title ?? '', sku ?? '']),
  ].join(' '),
  description: row.description,
});

function factsOf({ id, attributes, variants }: TextRow) {
  const pairs = [attributes, ...(variants ?? []).map(([, , options]) => options)].flatMap((values) =>
    Object.entries(values).map(([name, value]) => ({ name, value: String(value) })),
  );
  const distinct = new Map(pairs.map((pair) => [JSON.stringify(pair), pair]));
  return [...distinct.values()].map(({ name, value }) => ({
    productId: id,
    name,
    value,
    fact: `${name}:${value}`.toLowerCase(),
  }));
}

/** In order, so that two writers of the same new words do not wait for each other in a circle. */
async function rememberWords(tx: Tx, rows: readonly TextRow[]): Promise<void> {
  const words = vocabularyOf(...rows.flatMap((row) => [row.title, row.category, valuesOf(row)])).sort();
  const made = await WORDS(
    tx,
    words.map((word) => ({ word, grams: gramsOf(word).length })),
  );
  await GRAMS(
    tx,
    made.flatMap(({ word }) => gramsOf(word).map((gram) => ({ gram, word }))),
  );
}

/** A condition on `t`, a row of `search_term`. A word that stands in no index is in none of the terms. */
function termCondition(word: string, prefix: boolean, { add }: Parameters): string {
  const term = termOf(word);
  if (term === null) return prefix ? `t.term like ${add(beginning(word))}` : 'false';
  return prefix ? `(t.term = ${add(term)} or t.term like ${add(beginning(word))})` : `t.term = ${add(term)}`;
}

const beginning = (word: string): string => `${plainOf(word).replace(/[\\%_]/g, '\\$&')}%`;

function formCondition({ words, prefix = false }: Form, inTitle: boolean, given: Parameters): string {
  const conditions = words
    .filter((word) => prefix || termOf(word) !== null)
    .map((word) => {
      const place = inTitle ? ` and t.weight >= ${TITLE_WEIGHT}` : '';
      return `p.id in (select t.product_id from search_term t where ${termCondition(word, prefix, given)}${place})`;
    });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' and ')})`;
}

function matching({ wide, any, inTitle }: SearchExpressions, given: Parameters): string[] {
  // A word that stands nowhere is not asked for, as long as there are others.
  const telling = wide.filter((forms) => forms.some(({ words }) => words.some((word) => termOf(word) !== null)));
  const groups = (telling.length > 0 ? telling : wide).map(
    (forms) => `(${forms.map((form) => formCondition(form, inTitle, given)).join(' or ')})`,
  );
  return any ? [`(${groups.join(' or ')})`] : groups;
}

// As PostgreSQL ranks: words in the title count most, the typed form more than a mere beginning; what sells decides
// between equals.
function rank({ wide, exact }: SearchExpressions, given: Parameters): string {
  const typed = exact.map((word) => termCondition(word, false, given)).join(' or ');
  const meant = wide
    .flat()
    .flatMap(({ words, prefix = false }) => words.map((word) => termCondition(word, prefix, given)))
    .join(' or ');
  const share = `${0.6 / 1_000 / Math.max(1, exact.length)}e0`;
  return `coalesce((
    select ${share} * sum(case when ${typed} then 2 * t.weight else 0 end + case when ${meant} then t.weight else 0 end)
    from search_term t where t.product_id = p.id
  ), 0e0) + 0.05e0 * ln(1 + p.popularity)`;
}

/** As `pg_trgm` compares: what two words share of all that they have. */
const ALIKE = 0.3;
const MAX_CORRECTIONS = 3;

const CORRECT: Statement = (sql) => `
select typed.word, g.word as correction, count(*) / (typed.total + w.grams - count(*)) as likeness
from ${sql.rows(1, 'typed', { word: 'text', gram: 'text', total: 'int', plain: 'text' })}
join search_gram g on g.gram = typed.gram join search_word w on w.word = g.word
where not exists (select 1 from search_word k where k.word = typed.plain)
group by typed.word, typed.total, g.word, w.grams
having likeness >= ${ALIKE}
order by likeness desc, correction`;

const corrections: SearchIndex['corrections'] = async ({ read }, words) => {
  const typed = words.flatMap((word) => {
    const plain = plainOf(word);
    const grams = gramsOf(plain);
    return grams.map((gram) => ({ word, plain, gram, total: grams.length }));
  });
  const rows = await read<{ word: string; correction: string }>(CORRECT, [typed]);
  return [...Map.groupBy(rows, ({ word }) => word).values()].flatMap((near) => near.slice(0, MAX_CORRECTIONS));
};

export const searchMysql: SearchIndex = {
  matching,
  having: (facts, { add }) =>
    facts.map((fact) => `p.id in (select f.product_id from search_fact f where f.fact = ${add(fact)})`),
  rank,
  facts: ' select f.product_id as id, f.name, f.value from matching m join search_fact f on f.product_id = m.id',
  corrections,
  index,
};
