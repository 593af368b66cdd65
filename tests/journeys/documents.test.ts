/** Paper: receipts, invoices and credit notes of real orders, for those they concern, on screen, as PDF and by real mail. */
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { openTestShop, type TestShop, type TestUser } from '#apps/server/src/testing.ts';
import { until } from '#platform/testing/until.ts';
import {
  address,
  addToCart,
  deliver,
  newCategory,
  newProduct,
  newSeller,
  order,
  paidOrder,
  pay,
  place,
  signInAgain,
} from '../steps.ts';

/** Valid only by its check character: state 29 is Karnataka. */
const GSTIN = '29ADEMO0001A1ZK';
const BUYER_GSTIN = '08ADEMO0001A1ZO';

interface Received {
  to: string;
  text: string;
}
const received: Received[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map((one) => one.address).join();
      received.push({ to, text: Buffer.concat(chunks).toString() });
      done();
    });
  },
});

let shop: TestShop;
let admin: TestUser;
let sellers: TestUser[];
let category: any;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  shop = await openTestShop({
    environment: { SMTP_URL: `smtp://127.0.0.1:${port}`, SHOP_NAME: 'Haat Bazaar', COMMISSION_PERCENT: '10' },
  });
  admin = await shop.admin();
  sellers = [await newSeller(shop, 'Gulmohar'), await newSeller(shop, 'Neem')];
  const facts = { gstin: GSTIN, address: { ...address, name: 'Gulmohar', line1: '27 Bagru Road' } };
  await shop.expect(200, 'PUT', '/sellers/me', { token: sellers[0]!.token, body: facts });
  category = await newCategory(shop, admin, { hsn: '9405' });
  const set = (path: string, body: object) => shop.expect(201, 'POST', path, { token: admin.token, body });
  await set('/tax-rates', { name: 'GST', percent: '18', country: 'IN', included: true });
  await set('/shipping-methods', { code: 'post', name: 'Post', price: '49.01' });
  await shop.settled();
});
after(async () => {
  await shop?.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const lamp = (seller: TestUser, fields: Record<string, unknown> = {}) =>
  newProduct(shop, seller, { category: category.id, price: '118.05', ...fields });

const documentsOf = async (viewer: TestUser, orderId: number, more = ''): Promise<any[]> =>
  (await shop.expect(200, 'GET', `/invoices?orderId=${orderId}&limit=100${more}`, { token: viewer.token })).items;

async function bought(buyer: TestUser, ...products: any[]): Promise<any> {
  const placed = await paidOrder(
    shop,
    buyer,
    products.map(({ id }) => ({ productId: id, quantity: 1 })),
  );
  await shop.settled();
  return placed;
}

const minor = (text: string): number => Math.round(Number(text) * 100);
const mailsTo = (user: TestUser) => received.filter(({ to }) => to === user.email).map(({ text }) => text);
const header = (mail: string, name: string) => new RegExp(`^${name}: (.+)$`, 'im').exec(mail)?.[1];
const asText = (mail: string) => mail.replaceAll('=\r\n', '');

test('each seller of an order issues an invoice of their own, and together they say what was paid', async () => {
  const buyer = await shop.signUp();
  const products = await Promise.all([lamp(sellers[0]!), lamp(sellers[1]!), lamp(admin)]);
  const paid = await bought(buyer, ...products);
  const documents = await documentsOf(buyer, paid.id);
  assert.deepEqual(documents.map(({ kind }) => kind).sort(), ['invoice', 'invoice', 'invoice', 'receipt']);
  const invoices = documents.filter(({ kind }) => kind === 'invoice');
  assert.equal(
    invoices.reduce((sum, { total }) => sum + minor(total), 0),
    minor(paid.totalPrice),
  );
  const [ofFirst, ofSecond] = sellers.map((seller) => invoices.find(({ sellerId }) => sellerId === seller.id));
  assert.deepEqual(
    [ofFirst.issuer.gstin, ofFirst.supply, ofFirst.placeOfSupply, ofFirst.issuer.address.line1],
    [GSTIN, 'within', { code: '29', name: 'Karnataka' }, '27 Bagru Road'],
  );
  const [line] = ofFirst.lines;
  // 18 % of what 118.05 holds without tax, the odd unit in CGST; 18.01 all in all.
  assert.deepEqual(
    [line.hsn, line.taxable, line.tax, line.cgst, line.sgst, line.igst, line.total],
    ['9405', '100.04', '18.01', '9.01', '9.00', '0.00', '118.05'],
  );
  assert.deepEqual(
    [ofSecond.issuer.gstin, ofSecond.supply, ofSecond.lines[0].tax, ofSecond.lines[0].cgst],
    [null, 'plain', '18.01', '0.00'],
  );
  assert.equal(invoices.find(({ sellerId }) => sellerId === 1).issuer.name, 'Haat Bazaar', 'the house is the shop');
  const shipping = invoices.map(({ lines }) => lines.find((one: any) => one.title === 'Shipping').total);
  assert.equal(
    shipping.reduce((sum, share) => sum + minor(share), 0),
    4_901,
  );
});

test('between states, and to a business, the invoice says IGST and both tax numbers', async () => {
  const buyer = await shop.signUp();
  await addToCart(shop, buyer, { productId: (await lamp(sellers[0]!)).id, quantity: 1 });
  const placed = await place(shop, buyer, { gstin: BUYER_GSTIN, shippingAddress: { ...address, state: 'Kerala' } });
  await pay(shop, buyer, placed.id);
  await shop.settled();
  const [invoice] = await documentsOf(buyer, placed.id, '&kind=invoice');
  assert.deepEqual(
    [invoice.supply, invoice.placeOfSupply.name, invoice.lines[0].igst, invoice.buyer.gstin],
    ['between', 'Kerala', '18.01', BUYER_GSTIN],
  );
});

test('a document is its buyer’s, its seller’s and the staff’s; to everybody else it is not there', async () => {
  const [buyer, stranger, support] = await Promise.all([
    shop.signUp(),
    shop.signUp(),
    shop.signUp({ roles: ['support'] }),
  ]);
  const paid = await bought(buyer, await lamp(sellers[0]!));
  const [invoice] = await documentsOf(buyer, paid.id, '&kind=invoice');
  const [receipt] = await documentsOf(buyer, paid.id, '&kind=receipt');
  const read = async (viewer: TestUser, path: string) => {
    const { status, body } = await shop.request('GET', path, { token: viewer.token });
    return status === 200 ? 200 : body.code;
  };
  for (const suffix of ['', '.pdf']) {
    for (const viewer of [buyer, sellers[0]!, support, admin]) {
      assert.equal(await read(viewer, `/invoices/${invoice.id}${suffix}`), 200);
    }
    for (const viewer of [stranger, sellers[1]!]) {
      assert.equal(await read(viewer, `/invoices/${invoice.id}${suffix}`), 'document.not_found');
    }
    assert.equal(await read(sellers[0]!, `/invoices/${receipt.id}${suffix}`), 'document.not_found');
    const path = `/payments/${receipt.paymentId}/receipt${suffix}`;
    for (const viewer of [buyer, support, admin]) assert.equal(await read(viewer, path), 200);
    for (const viewer of [stranger, sellers[0]!]) assert.equal(await read(viewer, path), 'payment.not_found');
  }
  assert.deepEqual(await documentsOf(stranger, paid.id), []);
  assert.deepEqual(
    (await documentsOf(sellers[0]!, paid.id)).map(({ id }) => id),
    [invoice.id],
  );
  assert.deepEqual(await documentsOf(sellers[1]!, paid.id), []);
});

test('a receipt is a page for people, data for programs, and a PDF that has the sign of the rupee', async () => {
  const buyer = await shop.signUp({ name: 'Asha <b>Rao</b>' });
  const paid = await bought(buyer, await lamp(sellers[0]!));
  const [{ paymentId, number }] = await documentsOf(buyer, paid.id, '&kind=receipt');
  const get = (path: string, accept: string) => shop.request('GET', path, { token: buyer.token, headers: { accept } });
  const page = await get(`/payments/${paymentId}/receipt`, 'text/html,application/xhtml+xml');
  assert.match(page.headers.get('content-type')!, /text\/html/);
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'/);
  assert.ok(page.body.includes(number) && page.body.includes('₹167.06'));
  assert.ok(page.body.includes('Asha &lt;b&gt;Rao'), 'what was typed stays text');
  assert.ok(page.body.includes(`/payments/${paymentId}/receipt.pdf`));
  const data = await get(`/payments/${paymentId}/receipt`, 'application/json');
  assert.deepEqual([data.body.number, data.body.total, data.body.orderNumber], [number, '167.06', paid.number]);
  const pdf = await fetch(shop.url('GET', `/payments/${paymentId}/receipt.pdf`), {
    headers: { authorization: `Bearer ${buyer.token}` },
  });
  assert.deepEqual([pdf.status, pdf.headers.get('content-type')], [200, 'application/pdf']);
  assert.match(pdf.headers.get('content-disposition')!, new RegExp(`${number}\\.pdf`));
  const bytes = Buffer.from(await pdf.arrayBuffer());
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  assert.match(bytes.toString('latin1'), /DejaVuSansCondensed/, 'the font is in the file');
});

test('an invoice stays as it was issued when product, seller and shop change', async () => {
  const buyer = await shop.signUp();
  const product = await lamp(sellers[1]!, { title: 'Brass diya' });
  const paid = await bought(buyer, product);
  const [before] = await documentsOf(buyer, paid.id, '&kind=invoice');
  await shop.expect(200, 'PATCH', `/products/${product.id}`, {
    token: sellers[1]!.token,
    body: { title: 'Renamed', price: '1', hsn: '6214' },
  });
  await shop.expect(200, 'PUT', '/sellers/me', { token: sellers[1]!.token, body: { shopName: 'Neem & Sons' } });
  await shop.settled();
  assert.deepEqual(await documentsOf(buyer, paid.id, '&kind=invoice'), [before]);
  const next = await bought(buyer, await lamp(sellers[1]!));
  const [invoice] = await documentsOf(buyer, next.id, '&kind=invoice');
  assert.equal(invoice.issuer.name, 'Neem & Sons', 'and the next one is as things are then');
});

test('a return brings a credit note that names the invoice, and a refund note that names the receipt', async () => {
  const buyer = await shop.signUp();
  const paid = await bought(buyer, await lamp(sellers[0]!), await lamp(sellers[1]!));
  await deliver(shop, admin, paid.id);
  const item = paid.items.find((one: any) => one.sellerId === sellers[0]!.id);
  const body = { items: [{ id: item.id, quantity: 1 }], reason: 'Too small' };
  await shop.expect(200, 'POST', `/orders/${paid.id}/return`, { token: buyer.token, body });
  await until('the refund note', async () => (await documentsOf(buyer, paid.id, '&kind=refund_note')).length === 1);
  await shop.settled();
  const documents = await documentsOf(buyer, paid.id);
  const one = (kind: string, sellerId: number | null) =>
    documents.find((each) => each.kind === kind && each.sellerId === sellerId);
  const [note, invoice] = [one('credit_note', sellers[0]!.id), one('invoice', sellers[0]!.id)];
  assert.equal(documents.filter(({ kind }) => kind === 'credit_note').length, 1);
  assert.deepEqual(
    [note.correctsId, note.correctsNumber, note.total, note.lines[0].cgst, note.lines[0].sgst, note.reason],
    [invoice.id, invoice.number, '118.05', '9.01', '9.00', 'Returned: Too small'],
  );
  assert.match(note.number, /^CRN\d{4}-\d{6}$/);
  const refund = one('refund_note', null);
  assert.deepEqual([refund.total, refund.correctsNumber], ['118.05', one('receipt', null).number]);
  const mail = mailsTo(buyer).find((text) => header(text, 'Subject')!.includes('Refund for order'));
  assert.ok(mail?.includes(`${refund.number}.pdf`) && mail.includes(`${note.number}.pdf`));
});

test('a cancelled order is taken back by credit notes that sum to its invoices', async () => {
  const buyer = await shop.signUp();
  const paid = await bought(buyer, await lamp(sellers[0]!), await lamp(sellers[1]!), await lamp(admin));
  await shop.expect(200, 'POST', `/orders/${paid.id}/cancel`, { token: buyer.token, body: {} });
  await shop.settled();
  const documents = await documentsOf(buyer, paid.id);
  for (const invoice of documents.filter(({ kind }) => kind === 'invoice')) {
    const [note, ...more] = documents.filter(({ correctsId }) => correctsId === invoice.id);
    assert.deepEqual(more, []);
    const amounts = ({ lines, total }: any) => [
      total,
      lines.map(({ taxable, cgst, sgst, igst, tax }: any) => [taxable, cgst, sgst, igst, tax]),
    ];
    assert.deepEqual(amounts(note), amounts(invoice));
  }
});

test('what was paid at the door has its receipt and invoice then, and its credit note comes by itself', async () => {
  const buyer = await shop.signUp();
  const product = await lamp(sellers[0]!);
  const placed = await order(shop, buyer, { productId: product.id, quantity: 1 }, { paymentMethod: 'cod' });
  await shop.settled();
  assert.deepEqual(await documentsOf(buyer, placed.id), []);
  await deliver(shop, admin, placed.id);
  await shop.settled();
  const documents = await documentsOf(buyer, placed.id);
  assert.deepEqual(documents.map(({ kind, paidBy }) => [kind, paidBy]).sort(), [
    ['invoice', 'Cash on delivery'],
    ['receipt', 'Cash on delivery'],
  ]);
  const body = { items: [{ id: placed.items[0].id, quantity: 1 }], reason: 'Broken' };
  await shop.expect(200, 'POST', `/orders/${placed.id}/return`, { token: buyer.token, body });
  await shop.settled();
  const subjects = mailsTo(buyer).map((mail) => header(mail, 'Subject'));
  assert.ok(subjects.includes(`Credit note for order ${placed.number}`), subjects.join('; '));
});

test('the mail brings receipt and invoices as PDF, once, under one Message-ID; who wants no mail gets none', async () => {
  const [buyer, quiet] = await Promise.all([shop.signUp(), shop.signUp()]);
  await shop.expect(200, 'PUT', '/profile', {
    token: quiet.token,
    body: { preferences: { notifications: { email: false } } },
  });
  const product = await lamp(sellers[0]!);
  const [paid, silent] = [await bought(buyer, product), await bought(quiet, product)];
  const mails = mailsTo(buyer).filter(
    (mail) => header(mail, 'Subject') === `Payment received for order ${paid.number}`,
  );
  assert.equal(mails.length, 1);
  const [mail] = mails as [string];
  const documents = await documentsOf(buyer, paid.id);
  for (const { number } of documents) assert.match(mail, new RegExp(`filename="?${number}\\.pdf`));
  assert.match(asText(mail), new RegExp(`/account/orders/${paid.id}`));
  assert.match(mail, /^JVBERi0/m, 'a PDF in base64');
  assert.deepEqual(
    mailsTo(quiet).filter((text) => text.includes(silent.number)),
    [],
  );
  assert.equal((await documentsOf(quiet, silent.id)).length, 2, 'the documents are there all the same');

  // As after a crash between sending and noting that it was sent.
  await shop.sql(
    `update haat_payment.job set status = 'ready', run_at = now() where kind = 'payment.deliver' and key = $1`,
    [`completed:${paid.id}`],
  );
  const again = await until('the mail to come again', async () => {
    const all = mailsTo(buyer).filter((text) => header(text, 'Subject')!.includes('Payment received'));
    return all.length === 2 && all;
  });
  assert.equal(header(again[0]!, 'Message-ID'), header(again[1]!, 'Message-ID'));
});

test('a PDF whose file was lost is made again', async () => {
  const buyer = await shop.signUp();
  const paid = await bought(buyer, await lamp(sellers[0]!));
  const [{ id }] = await documentsOf(buyer, paid.id, '&kind=invoice');
  const { rm } = await import('node:fs/promises');
  await rm(`${shop.dataDir}/files/documents`, { recursive: true, force: true });
  const pdf = await shop.request('GET', `/invoices/${id}.pdf`, { token: buyer.token });
  assert.equal(pdf.status, 200);
});

test('a payment that has not succeeded has no receipt', async () => {
  const buyer = await shop.signUp();
  const placed = await order(shop, buyer, { productId: (await lamp(sellers[0]!)).id, quantity: 1 });
  const { paymentId } = await shop.expect(201, 'POST', '/payment/service', {
    token: buyer.token,
    body: { orderId: placed.id },
  });
  const answer = await shop.request('GET', `/payments/${paymentId}/receipt`, { token: buyer.token });
  assert.deepEqual([answer.status, answer.body.code], [404, 'document.not_issued']);
});

test('a seller’s numbers follow each other without a gap over all of this', async () => {
  const seller = await signInAgain(shop, sellers[0]!);
  const { items } = await shop.expect(200, 'GET', '/invoices?as=seller&kind=invoice&limit=100', {
    token: seller.token,
  });
  const counts = items.map(({ number }: any) => Number(number.split('-')[1])).sort((a: number, b: number) => a - b);
  assert.deepEqual(
    counts,
    counts.map((_: number, index: number) => index + 1),
  );
  assert.ok(counts.length >= 7);
});
