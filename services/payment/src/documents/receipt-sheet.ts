/** A receipt, or the note of a refund, as a page. */
import type { ReceiptContent } from '../domain/documents.ts';
import type { DocumentRow } from '../store/documents.ts';
import { issuerLines } from './parties.ts';
import type { Pair, Sheet } from './sheet.ts';
import { amount, dateTimeText } from './words.ts';

const words = {
  receipt: { title: 'Payment receipt', headline: 'Amount received', number: 'Receipt', when: 'Paid on', by: 'Paid by' },
  refund_note: {
    title: 'Refund note',
    headline: 'Amount given back',
    number: 'Refund note',
    when: 'Given back on',
    by: 'To',
  },
} as const;

export function receiptSheet({ number, issued_at }: DocumentRow, content: ReceiptContent, timeZone: string): Sheet {
  const said = words[content.kind];
  const facts: Array<Pair | null> = [
    { label: said.number, value: number },
    { label: said.when, value: dateTimeText(issued_at, timeZone) },
    { label: 'Order', value: content.orderNumber },
    { label: said.by, value: content.paidBy },
    content.receipt === null ? null : { label: 'Receipt of the payment', value: content.receipt },
    { label: 'Our reference', value: content.reference },
    content.gatewayReference === null ? null : { label: 'Gateway reference', value: content.gatewayReference },
    content.reason === null ? null : { label: 'Reason', value: content.reason },
  ];
  return {
    title: said.title,
    number,
    issuer: { name: content.issuer.name, lines: issuerLines(content.issuer) },
    headline: { label: said.headline, value: amount(content.totalMinor, content.currency) },
    facts: facts.filter((fact) => fact !== null),
    parties: content.buyer.name
      ? [{ label: content.kind === 'receipt' ? 'Received from' : 'Given back to', lines: [content.buyer.name] }]
      : [],
    items: null,
    sums: [],
    summary: null,
    notes:
      content.kind === 'receipt'
        ? [
            'This receipt confirms the payment. It is not a tax invoice: each seller of the order issues one of their own.',
          ]
        : ['Banks may take a few days to show it.'],
    foot: `${said.title} ${number}`,
  };
}
