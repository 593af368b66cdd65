import { t, end } from './load.ts';
const ex = async (name: string, q: string) => { let best: any; for (let i = 0; i < 6; i++) { const r = (await t.sql('explain (analyze, buffers, settings) ' + q)).map((x) => Object.values(x)[0] as string); const ms = Number(/Execution Time: ([\d.]+)/.exec(r.at(-1)!)![1]); if (!best || ms < best.ms) best = { ms, r }; } console.log('==', name, best.ms); if (process.env.V) for (const x of best.r) console.log(x); };
const cand = (q: string, extra = '') => `with candidate as materialized (
  select p.id, p.popularity, p.document from product_search p where p.document @@ to_tsquery('shop', '${q}') and p.status='active' ${extra}
  order by p.popularity desc, p.id desc limit 1000
)`;
const rank = (q: string) => `2 * ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', document, to_tsquery('shop', '${q.replace(':*', '')}'), 4) + ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', document, to_tsquery('shop', '${q}'), 4)`;
for (const w of [`''lamp'':*`, `''hand'':*`, `''ke'':*`]) {
  await ex(w + ' candidates', `${cand(w)} select count(*) from candidate`);
  await ex(w + ' ranked', `${cand(w)} select id, ${rank(w)} as key from candidate order by 2 desc limit 20`);
}
await ex('in category', `${cand(`''lamp'':*`, `and p.category_id in (select id from category where path like '/1/' || '%')`)} select count(*) from candidate`);
await ex('count all', `select count(*) from product p where p.status = 'active'`);
await ex('count subtree', `select count(*) from product p where p.status = 'active' and p.category_id in (select id from category where path like '/1/' || '%')`);
await ex('rating', `select p.id, p.created_at from product p where p.status='active' and p.price_minor between 0 and 9007199254740991 and p.rating >= 4::float8 order by p.created_at desc, p.id desc limit 21`);
await t.sql('set max_parallel_workers_per_gather=0');
await t.sql('vacuum analyze product');
await ex('count all after vacuum', `select count(*) from product p where p.status = 'active'`);
await end();
