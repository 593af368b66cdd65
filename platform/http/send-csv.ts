/** A CSV file as an answer, page by page: however much it is, little of it is in memory at once. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type Columns, csvHead, csvRows } from '../csv/csv.ts';

/** What fails before the first page is a problem as ever; what fails later cuts the answer off, so that it is no whole file. */
export async function sendCsv<Row>(
  reply: FastifyReply,
  { name, columns, pages }: { name: string; columns: Columns<Row>; pages: AsyncIterable<readonly Row[]> },
): Promise<FastifyReply> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* text(): AsyncGenerator<string> {
    yield csvHead(columns);
    for (let page = first; !page.done; page = await iterator.next()) yield csvRows(columns, page.value);
  }
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(Readable.from(text()));
}

const PAGE = 1_000;

/** All rows of a list that falls by id. */
export async function* pagesOf<Row extends { id: number }>(
  read: (place: { before: number | undefined; offset: number; limit: number }) => Promise<Row[]>,
  size = PAGE,
): AsyncGenerator<Row[]> {
  for (let before: number | undefined; ; ) {
    const rows = await read({ before, offset: 0, limit: size });
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    before = rows.at(-1)!.id;
  }
}
