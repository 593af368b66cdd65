/** Invoices sum exactly to what was paid, taxes are divided by the place of supply, and numbers follow each other by year. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gstState, stateOfGstin } from './gst-states.ts';
import { creditNoteOf, invoiceOf } from './invoice.ts';
import { amountOf } from './reversal.ts';
import type { SalePart } from './sale.ts';
import { documentNumber, financialYear } from './series.ts';
import { splitTax, supplyOf } from './tax-split.ts';

const address = { name: 'Asha', line1: 'Road 1', city: 'Pune', postalCode: '411001', country: 'IN' };
const issuer = { name: 'Neem', gstin: '27ADEMO0001A1ZO', address: null, addressText: null };
const order = {
  number: 'HT-1',
  name: 'Asha',
  gstin: null,
  currency: 'INR',
  placedAt: '2026-11-05T10:00:00.000Z',
  shippingAddress: { ...address, state: 'Maharashtra' },
  billingAddress: null,
  paymentMethod: 'card',
};

const part = fc
  .record({ paid: fc.integer({ min: 0, max: 100_000 }), tax: fc.nat(28), position: fc.nat() })
  .map(({ paid, tax, position }): SalePart => {
    const tax_minor = Math.round((paid * tax) / (100 + tax));
    return {
      order_id: 1,
      position,
      kind: 'line',
      line_id: position,
      seller_id: 7,
      title: 'Thing',
      sku: null,
      hsn: '6214',
      quantity: 1,
      unit_price_minor: paid,
      total_minor: paid,
      discount_minor: 0,
      house_discount_minor: 0,
      tax_minor,
      tax_percent: `${tax}.00`,
      tax_included: true,
      commission_minor: 0,
      paid_minor: paid,
      whole: paid || 1,
      reversed: 0,
    };
  });
const parts = fc.array(part, { minLength: 1, maxLength: 8 });
const kinds = fc.constantFrom('Maharashtra', 'Kerala', undefined, 'Nowhere');

test('the lines of an invoice sum to what was paid, and its taxes to what was charged', () => {
  fc.assert(
    fc.property(parts, kinds, (all, state) => {
      const to = { ...order, shippingAddress: { ...address, ...(state ? { state } : {}) } };
      const { lines, totalMinor } = invoiceOf(to, issuer, all);
      assert.equal(
        totalMinor,
        all.reduce((sum, { paid_minor }) => sum + paid_minor, 0),
      );
      for (const [index, line] of lines.entries()) {
        assert.equal(line.taxableMinor + line.taxMinor, line.totalMinor);
        assert.equal(line.cgstMinor + line.sgstMinor + line.igstMinor, all[index]!.tax_minor);
        assert.ok(Math.abs(line.cgstMinor - line.sgstMinor) <= 1);
      }
    }),
  );
});

test('credit notes, in whatever steps, take back exactly the invoice: each line, and each kind of tax', () => {
  fc.assert(
    fc.property(parts, kinds, fc.array(fc.integer({ min: 1, max: 30_000 })), (all, state, amounts) => {
      const to = { ...order, shippingAddress: { ...address, ...(state ? { state } : {}) } };
      const invoice = invoiceOf(to, issuer, all);
      const rest = all.map((one, index) => ({ ...one, position: index }));
      const back = { taxableMinor: 0, cgstMinor: 0, sgstMinor: 0, igstMinor: 0, totalMinor: 0 };
      for (const amount of [...amounts, 1_000_000]) {
        const left = rest.reduce((sum, one) => sum + (one.paid_minor === 0 ? 0 : one.whole - one.reversed), 0);
        const given = amountOf(rest, Math.min(amount, left));
        const frozen = given.map(({ part: one, to: share }) => ({ part: { ...one }, to: share }));
        const note = creditNoteOf(invoice, frozen, { corrects: { number: 'x', issuedAt: '' }, reason: 'test' });
        for (const line of note?.lines ?? []) {
          assert.ok(line.cgstMinor >= 0 && line.sgstMinor >= 0 && line.igstMinor >= 0 && line.taxableMinor >= 0);
          for (const name of Object.keys(back) as (keyof typeof back)[]) back[name] += line[name];
        }
        for (const { part: one, to: share } of given) one.reversed = share;
      }
      for (const name of Object.keys(back) as (keyof typeof back)[]) {
        assert.equal(
          back[name],
          invoice.lines.reduce((sum, line) => sum + line[name], 0),
          name,
        );
      }
    }),
  );
});

test('within one state tax is half the union’s and half the state’s, between states it is integrated', () => {
  const supply = (state: string | undefined, gstin: string | null = issuer.gstin, more: object = {}, buyer?: string) =>
    supplyOf({ gstin, address: null }, { ...address, ...(state ? { state } : {}), ...more }, buyer ?? null);
  assert.deepEqual(supply('Maharashtra'), {
    kind: 'within',
    place: { code: '27', name: 'Maharashtra' },
    stateTax: 'SGST',
    note: null,
  });
  assert.equal(supply('Kerala').kind, 'between');
  assert.equal(supply('Chandigarh', '04ADEMO0001A1ZO').stateTax, 'UTGST');
  assert.equal(supply('Maharashtra', null).kind, 'plain');
  assert.match(supply('Karnatak').note!, /could not be told/);
  assert.equal(supply('Karnatak').kind, 'between');
  assert.equal(supply(undefined, issuer.gstin, {}, '27ADEMO0001A1ZO').kind, 'within', 'the buyer’s own number says it');
  assert.match(supply('Bavaria', issuer.gstin, { country: 'DE' }).note!, /outside India/);
  assert.deepEqual(splitTax(181, 'within'), { cgst: 91, sgst: 90, igst: 0 });
});

test('a state is known by its name, its letters and its ISO code, however it is written', () => {
  for (const [name, code] of [
    ['Karnataka', '29'],
    [' karnataka ', '29'],
    ['KA', '29'],
    ['IN-KA', '29'],
    ['Orissa', '21'],
    ['Jammu & Kashmir', '01'],
    ['TAMILNADU', '33'],
    ['Andaman & Nicobar Islands', '35'],
  ] as const) {
    assert.equal(gstState(name)?.code, code, name);
  }
  for (const name of ['', null, undefined, 'Bavaria', '29']) assert.equal(gstState(name), null);
  assert.equal(stateOfGstin('28ADEMO0001A1ZO')?.name, 'Andhra Pradesh');
  assert.equal(stateOfGstin('99ADEMO0001A1ZO'), null);
});

test('the financial year turns at midnight of the shop’s own zone, and may begin in any month', () => {
  const year = (at: string, startMonth = 4) => financialYear(new Date(at), { startMonth, timeZone: 'Asia/Kolkata' });
  assert.equal(year('2027-03-31T18:29:59.999Z'), '2627');
  assert.equal(year('2027-03-31T18:30:00.000Z'), '2728');
  assert.equal(year('2026-12-31T18:30:00.000Z', 1), '2027');
  assert.equal(year('2099-05-01T00:00:00.000Z'), '9900');
});

test('no number is longer than sixteen characters; a series that is full says so', () => {
  assert.equal(documentNumber('invoice', '2627', 1), 'INV2627-000001');
  assert.equal(documentNumber('credit_note', '2627', 99_999_999), 'CRN2627-99999999');
  assert.throws(() => documentNumber('invoice', '2627', 100_000_000), /is full/);
});
