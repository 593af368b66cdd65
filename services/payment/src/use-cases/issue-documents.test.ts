/** Numbers of a series follow each other without a gap, whoever draws at the same moment and whatever rolls back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InvoiceContent } from '../domain/documents.ts';
import { openTill, type Till } from '../testing.ts';
import { type Issued, issueDocuments } from './issue-documents.ts';

let till: Till;
before(async () => {
  till = await openTill();
});
after(() => till.close());

let causes = 0;
const invoice = (sellerId: number, issuedAt = new Date('2026-11-05T10:00:00Z')): Issued => {
  causes += 1;
  const address = { name: 'A', line1: '1', city: 'Pune', postalCode: '411001', country: 'IN' };
  const content: InvoiceContent = {
    kind: 'invoice',
    issuer: { name: 'Neem', gstin: null, address: null, addressText: null },
    orderNumber: 'HT-1',
    buyer: { name: 'A', gstin: null },
    currency: 'INR',
    totalMinor: 1,
    billTo: address,
    shipTo: address,
    supply: { kind: 'plain', place: null, stateTax: 'SGST', note: null },
    lines: [],
    orderedAt: issuedAt.toISOString(),
    paidBy: null,
    corrects: null,
    reason: null,
  };
  return {
    kind: 'invoice',
    cause: `test:${causes}`,
    sellerId,
    userId: 7,
    orderId: 1,
    paymentId: null,
    correctsId: null,
    issuedAt,
    content,
  };
};

const issue = (documents: readonly Issued[], failing = false) =>
  till.service.database.tx(async (tx) => {
    await issueDocuments(till.service, tx, documents);
    if (failing) throw new Error('rolled back');
  });

const numbersOf = async (sellerId: number): Promise<string[]> =>
  (await till.sql('select number from document where issuer_id = $1 order by number', [sellerId])).map(
    ({ number }) => number,
  );
const first = (count: number, year = '2627') =>
  Array.from({ length: count }, (_, index) => `INV${year}-${String(index + 1).padStart(6, '0')}`);

test('forty transactions at once, every third of which fails, leave a series without a gap', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) => issue([invoice(101)], index % 3 === 0)),
  );
  const issued = outcomes.filter(({ status }) => status === 'fulfilled').length;
  assert.equal(issued, 26);
  assert.deepEqual(await numbersOf(101), first(26));
});

test('transactions that draw from several series at once, in any order, all come through', async () => {
  const sellers = [201, 202, 203];
  await Promise.all(
    Array.from({ length: 24 }, (_, index) => {
      const order = index % 2 === 0 ? sellers : sellers.toReversed();
      return issue(order.flatMap((seller) => [invoice(seller), invoice(seller)]));
    }),
  );
  for (const seller of sellers) assert.deepEqual(await numbersOf(seller), first(48));
});

test('each seller and each financial year begins with one', async () => {
  await issue([invoice(301), invoice(302), invoice(301, new Date('2027-03-31T18:30:00Z'))]);
  assert.deepEqual(await numbersOf(301), ['INV2627-000001', 'INV2728-000001']);
  assert.deepEqual(await numbersOf(302), first(1));
});

test('what was issued is never changed or taken away: the database itself refuses', async () => {
  for (const text of ['update document set total_minor = 2', 'delete from document', 'truncate table document']) {
    await assert.rejects(till.sql(text), /append-only/);
  }
});

test('a cause that is issued twice fails whole, and its number is drawn again', async () => {
  const twice = invoice(401);
  await issue([twice]);
  await assert.rejects(issue([twice]), /document_cause_once/);
  await issue([invoice(401)]);
  assert.deepEqual(await numbersOf(401), first(2));
});
