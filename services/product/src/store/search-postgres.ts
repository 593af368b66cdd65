/** Words and facts as PostgreSQL indexes them: weighted words (`tsvector`), facts as an array, typos by trigrams. */
import { run } from '#platform/sql/database.ts';
import type { Form, SearchExpressions } from '../domain/search-words.ts';
import type { Parameters, Reader } from './list-filters.ts';
import type { Tx } from './products.ts';
import type { SearchIndex } from './search.ts';

const ATTRIBUTES = `coalesce((select string_agg(value, ' ') from jsonb_each_text(p.attributes)), '')`;

// A: title, B: category, attributes (brand, material …), variants and SKUs, C: description.
const INDEX = `
insert into product_search (id, category_id, seller_id, status, price_minor, popularity, rating, created_at, document, facts)
select p.id, p.category_id, p.seller_id, p.status, p.price_minor, p.popularity, p.rating, p.created_at,
  setweight(to_tsvector('shop', p.title), 'A') ||
  setweight(to_tsvector('shop', c.name || ' ' || ${ATTRIBUTES} || ' ' || coalesce(
    (select string_agg(concat_ws(' ', v.title, v.sku), ' ') from variant v where v.product_id = p.id), '')), 'B') ||
  setweight(to_tsvector('shop', left(p.description, 5000)), 'C'),
  array(
    select lower(key || ':' || value) from jsonb_each_text(p.attributes)
    union
    select lower(o.key || ':' || o.value) from variant v, jsonb_each_text(v.options) o where v.product_id = p.id
  )
from product p join category c on c.id = p.category_id
where p.id = any($1::bigint[])
order by p.id
on conflict (id) do update set category_id = excluded.category_id, status = excluded.status,
  price_minor = excluded.price_minor, popularity = excluded.popularity, rating = excluded.rating,
  document = excluded.document, facts = excluded.facts`;

// In order, so that two writers of the same new words do not wait for each other in a circle.
const WORDS = `
insert into search_word (word)
select distinct typed.word
from product p join category c on c.id = p.category_id,
  regexp_split_to_table(lower(public.unaccent(p.title || ' ' || c.name || ' ' || ${ATTRIBUTES})), '[^[:alnum:]]+') as typed(word)
where p.id = any($1::bigint[]) and length(typed.word) between 3 and 40 and typed.word !~ '[0-9]'
  and not exists (select 1 from search_word known where known.word = typed.word)
order by typed.word
on conflict do nothing`;

async function index(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, INDEX, [ids]);
  await run(tx, WORDS, [ids]);
}

/** For `to_tsquery`; it cannot be malformed. */
export function tsqueryOf({ wide, any, inTitle }: SearchExpressions): string {
  const label = inTitle ? 'A' : '';
  const whole = (word: string) => quoted(word) + (label && `:${label}`);
  const written = ({ words, prefix }: Form): string => {
    if (prefix) return `${quoted(words[0]!)}:*${label}`;
    return words.length === 1 ? whole(words[0]!) : `(${words.map(whole).join(' & ')})`;
  };
  const groups = wide.map((forms) => (forms.length === 1 ? written(forms[0]!) : `(${forms.map(written).join(' | ')})`));
  return groups.join(any ? ' | ' : ' & ');
}

// Words hold no quotes and no backslashes: see `wordsOf`.
const quoted = (word: string): string => `'${word}'`;

// From the description up to the title: D is not used.
const WEIGHTS = `'{0, 0.1, 0.4, 1.0}'`;

// Words in the title count most, and a word that a description repeats counts little more than once (ts_rank, unlike
// ts_rank_cd); the typed form more than a mere beginning; what sells decides between equals.
function rank(expressions: SearchExpressions, { add }: Parameters): string {
  const wide = add(tsqueryOf(expressions), 'text');
  const exact = add(expressions.exact.map(quoted).join(' | '), 'text');
  return `(
    2 * ts_rank(${WEIGHTS}, p.document, to_tsquery('shop', ${exact}))
    + ts_rank(${WEIGHTS}, p.document, to_tsquery('shop', ${wide}))
    + 0.05 * ln(1 + p.popularity)
  )::float8`;
}

const CORRECT = `
select typed.word, near.word as correction
from unnest($1::text[]) as typed(word) cross join lateral (
  select w.word from search_word w
  where w.word % public.unaccent(typed.word)
  order by public.similarity(w.word, public.unaccent(typed.word)) desc, w.word limit 3
) near
where not exists (select 1 from search_word w where w.word = public.unaccent(typed.word))`;

export const searchPostgres: SearchIndex = {
  matching: (expressions, { add }) => [`p.document @@ to_tsquery('shop', ${add(tsqueryOf(expressions))})`],
  having: (facts, { add }) => [`p.facts @> ${add(facts)}::text[]`],
  rank,
  facts: `
  select m.id, a.key as name, a.value from matching m join product p on p.id = m.id, jsonb_each_text(p.attributes) a
  union
  select m.id, o.key, o.value from matching m join variant v on v.product_id = m.id, jsonb_each_text(v.options) o`,
  corrections: ({ read }: Reader, words) => read(CORRECT, [words]),
  index,
};
