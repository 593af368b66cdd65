/** An invoice, or the credit note that takes some of it back, as a page. */
import type { DocumentLine, InvoiceContent } from '../domain/documents.ts';
import type { DocumentRow } from '../store/documents.ts';
import { addressLines, issuerLines } from './parties.ts';
import type { Cell, Column, Pair, Sheet, Sum, Table } from './sheet.ts';
import { amount, dateText, figure, percent } from './words.ts';

export function invoiceSheet({ number, issued_at }: DocumentRow, content: InvoiceContent, timeZone: string): Sheet {
  const credit = content.kind === 'credit_note';
  const gst = content.supply.kind !== 'plain';
  const title = credit ? 'Credit note' : gst ? 'Tax invoice' : 'Invoice';
  return {
    title,
    number,
    issuer: { name: content.issuer.name, lines: issuerLines(content.issuer) },
    headline: null,
    facts: factsOf(number, issued_at, title, content, timeZone),
    parties: partiesOf(content),
    items: itemsOf(content),
    sums: sumsOf(content),
    summary: gst ? summaryOf(content) : null,
    notes: notesOf(content, gst),
    foot: `${title} ${number} · ${content.issuer.name}`,
  };
}

function factsOf(number: string, at: Date, title: string, content: InvoiceContent, timeZone: string): Pair[] {
  const { supply, corrects, paidBy } = content;
  const place = supply.place;
  const facts: Array<Pair | null> = [
    { label: `${title} number`, value: number },
    { label: 'Date', value: dateText(at, timeZone) },
    corrects && {
      label: 'For invoice',
      value: `${corrects.number} of ${dateText(new Date(corrects.issuedAt), timeZone)}`,
    },
    { label: 'Order', value: content.orderNumber },
    { label: 'Ordered on', value: dateText(new Date(content.orderedAt), timeZone) },
    supply.kind === 'plain' ? null : { label: 'Place of supply', value: place ? `${place.name} (${place.code})` : '—' },
    supply.kind === 'plain' ? null : { label: 'Reverse charge', value: 'No' },
    paidBy === null || corrects !== null ? null : { label: 'Paid by', value: paidBy },
  ];
  return facts.filter((fact) => fact !== null);
}

function partiesOf({ buyer, billTo, shipTo }: InvoiceContent): Sheet['parties'] {
  const lines = [billTo.name, ...addressLines(billTo), ...(buyer.gstin === null ? [] : [`GSTIN ${buyer.gstin}`])];
  const ship = [shipTo.name, ...addressLines(shipTo)];
  const same = ship.join('\n') === [billTo.name, ...addressLines(billTo)].join('\n');
  return same
    ? [{ label: 'Billed and shipped to', lines }]
    : [
        { label: 'Billed to', lines },
        { label: 'Shipped to', lines: ship },
      ];
}

/** Columns that would say nothing are left out. */
function itemsOf({ kind, currency, lines, supply }: InvoiceContent): Table {
  const money = (minor: number): Cell => ({ text: figure(minor, currency) });
  const units = kind === 'invoice' || lines.some(({ quantity }) => quantity !== null);
  const columns: Array<[Column, (line: DocumentLine) => Cell] | null> = [
    [{ label: 'Item', align: 'start' }, itemCell],
    units
      ? [{ label: 'Qty', align: 'end', width: 0.06 }, ({ quantity }) => ({ text: quantity?.toString() ?? '—' })]
      : null,
    kind === 'invoice'
      ? [{ label: 'Price', align: 'end', width: 0.12 }, ({ unitPriceMinor }) => money(unitPriceMinor ?? 0)]
      : null,
    lines.some(({ discountMinor }) => discountMinor > 0)
      ? [{ label: 'Discount', align: 'end', width: 0.11 }, ({ discountMinor }) => money(discountMinor)]
      : null,
    [{ label: 'Taxable', align: 'end', width: 0.13 }, ({ taxableMinor }) => money(taxableMinor)],
    [
      { label: supply.kind === 'plain' ? 'Tax' : 'GST', align: 'end', width: 0.12 },
      (line) => ({ text: figure(line.taxMinor, currency), below: percent(line.percent) }),
    ],
    [{ label: 'Total', align: 'end', width: 0.13 }, ({ totalMinor }) => money(totalMinor)],
  ];
  const shown = columns.filter((column) => column !== null);
  return {
    caption: kind === 'invoice' ? 'Items' : 'Taken back',
    columns: shown.map(([column]) => column),
    rows: lines.map((line) => shown.map(([, cell]) => cell(line))),
  };
}

function itemCell({ title, hsn, sku }: DocumentLine): Cell {
  const below = [hsn && `HSN ${hsn}`, sku && `SKU ${sku}`].filter(Boolean).join(' · ');
  return below === '' ? { text: title } : { text: title, below };
}

const sumOf = (lines: readonly DocumentLine[], of: (line: DocumentLine) => number): number =>
  lines.reduce((sum, line) => sum + of(line), 0);

function sumsOf({ kind, currency, lines, supply, totalMinor }: InvoiceContent): Sum[] {
  const money = (minor: number) => amount(minor, currency);
  const tax = sumOf(lines, (line) => line.taxMinor);
  const taxes: Pair[] =
    supply.kind === 'within'
      ? [
          { label: 'CGST', value: money(sumOf(lines, (line) => line.cgstMinor)) },
          { label: supply.stateTax, value: money(sumOf(lines, (line) => line.sgstMinor)) },
        ]
      : [{ label: supply.kind === 'between' ? 'IGST' : 'Tax', value: money(tax) }];
  return [
    { label: 'Taxable value', value: money(sumOf(lines, (line) => line.taxableMinor)) },
    ...taxes,
    { label: kind === 'invoice' ? 'Total' : 'Total taken back', value: money(totalMinor), strong: true },
  ];
}

/** By code and rate, as returns ask for it. */
function summaryOf({ currency, lines, supply }: InvoiceContent): Table {
  const within = supply.kind === 'within';
  const money = (minor: number): Cell => ({ text: figure(minor, currency) });
  const groups = [...Map.groupBy(lines, ({ hsn, percent: rate }) => `${hsn ?? ''} ${rate}`).values()];
  const cells = (own: readonly DocumentLine[]) => [
    money(sumOf(own, (line) => line.taxableMinor)),
    ...(within
      ? [
          money(sumOf(own, (line) => line.cgstMinor)),
          money(sumOf(own, (line) => line.sgstMinor)),
          money(sumOf(own, (line) => line.taxMinor)),
        ]
      : [money(sumOf(own, (line) => line.igstMinor))]),
  ];
  const numbers = ['Taxable', ...(within ? ['CGST', supply.stateTax, 'Tax'] : ['IGST'])];
  return {
    caption: 'Tax by HSN code and rate',
    columns: [
      { label: 'HSN', align: 'start' },
      { label: 'Rate', align: 'end', width: 0.1 },
      ...numbers.map((label): Column => ({ label, align: 'end', width: 0.15 })),
    ],
    rows: groups.map((own) => [{ text: own[0]!.hsn ?? '—' }, { text: percent(own[0]!.percent) }, ...cells(own)]),
    foot: [{ text: 'Total' }, { text: '' }, ...cells(lines)],
  };
}

function notesOf({ kind, currency, supply, reason, lines }: InvoiceContent, gst: boolean): string[] {
  const odd = supply.kind === 'within' && lines.some(({ cgstMinor, sgstMinor }) => cgstMinor !== sgstMinor);
  return [
    ...(reason === null ? [] : [`Reason: ${reason}`]),
    `All amounts are in ${currency}. ${kind === 'invoice' ? 'Prices are as they were when the order was placed.' : ''}`.trim(),
    ...(supply.note === null ? [] : [supply.note]),
    ...(odd ? [`Where tax does not halve evenly, the odd unit is in CGST.`] : []),
    ...(gst ? [] : ['The seller has given no tax number.']),
    'Made by computer; valid without a signature.',
  ];
}
