import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { mkdtemp } from 'node:fs/promises';
import { openTestProducts, asAdmin, asVisitor } from '../src/testing/open.ts';
import { importProducts } from '../src/use-cases/import-products.ts';
import { importCategories } from '../src/use-cases/import-categories.ts';
import { listProducts } from '../src/use-cases/list-products.ts';
import { suggest } from '../src/use-cases/suggest.ts';
export const N = Number(process.env.N ?? 50000);
const dataDir = await mkdtemp('/tmp/haat-bench-');
const pg = await startEmbeddedPostgres({ dataDir, durable: true, settings: { max_connections: '100' } } as any);
process.env.TEST_DATABASE_URL = pg.url;
export const t = await openTestProducts();
export const { product } = t;
const cats: any[] = [];
for (let r = 0; r < 8; r++) { cats.push({ slug: `root-${'abcdefgh'[r]}`, name: `Root ${r}` }); for (let c = 0; c < 7; c++) cats.push({ slug: `leaf-${'abcdefgh'[r]}-${c}x`, name: `Leaf ${r} ${c}`, parentSlug: `root-${'abcdefgh'[r]}` }); }
await importCategories(product, cats);
const adj = 'red blue green brass copper silk cotton wooden ceramic handmade vintage modern large small royal classic premium soft bright golden'.split(' ');
const noun = 'lamp kurta saree bowl plate shoe bag watch ring shirt chair table clock vase rug cushion bottle kettle knife basket'.split(' ');
const rnd = (n: number) => Math.floor(Math.random() * n);
let started = Date.now();
for (let i = 0; i < N; i += 1000) {
  const rows = Array.from({ length: 1000 }, (_, k) => { const n = i + k; return {
    slug: `product-${n}`, title: `${adj[rnd(20)]} ${adj[rnd(20)]} ${noun[rnd(20)]} ${n}`, description: `A ${adj[rnd(20)]} ${noun[rnd(20)]} made by hand of the finest materials, delivered to your home. `.repeat(2),
    sellerId: 1 + rnd(50), category: cats.filter((c) => c.parentSlug)[rnd(56)].slug, attributes: { colour: adj[rnd(20)]!, material: adj[rnd(20)]!, brand: `Brand${rnd(100)}` },
    variants: [{ sku: `SKU-${n}`, options: {}, priceMinor: 1000 + rnd(500000), quantity: rnd(10) === 0 ? 0 : 1000000 }], popularity: rnd(3) === 0 ? rnd(1000) : 0,
    createdAt: new Date(Date.now() - rnd(1e10)).toISOString() } as any; });
  await importProducts(product, rows);
}
console.log(`import ${N} in ${Date.now() - started} ms`);
await t.sql('analyze');
export async function time(name: string, query: any, reps = 30, fn: any = listProducts) {
  const ts: number[] = [];
  let last: any;
  for (let i = 0; i < reps; i++) { product.lists.orderChanged(); const s = performance.now(); last = await fn(product, { query: { limit: 20, ...query } } as any, asVisitor()); ts.push(performance.now() - s); }
  ts.sort((a, b) => a - b);
  const body = last.bytes ? JSON.parse(last.bytes.toString()) : last;
  console.log(name.padEnd(44), `min ${ts[0]!.toFixed(2)} p50 ${ts[Math.floor(reps / 2)]!.toFixed(2)} max ${ts.at(-1)!.toFixed(2)} ms, ${body.items.length} items, total ${body.total}, first ${body.items[0]?.title ?? body.items[0]?.text}`);
  return body;
}
export async function end() { await t.close(); await pg.stop(); }
