/** The mail that brings documents: what happened, what is attached, and where the order is. Everything typed is escaped. */
import type { Mail } from '#platform/mail/mail.ts';
import { html } from '../pages/html.ts';
import type { DocumentRow } from '../store/documents.ts';
import { amount } from './words.ts';

export interface Letter {
  what: 'completed' | 'refunded' | 'returned';
  name: string;
  orderNumber: string;
  files: Array<{ document: DocumentRow; bytes: Buffer }>;
}

interface Where {
  shopName: string;
  orderUrl: string;
}

const names = {
  receipt: 'Receipt',
  refund_note: 'Refund note',
  invoice: 'Invoice',
  credit_note: 'Credit note',
} as const;

const nameOf = ({ kind, number }: DocumentRow): string => `${names[kind]} ${number}`;

export function letterOf(letter: Letter, { shopName, orderUrl }: Where): Omit<Mail, 'key' | 'to'> {
  const { subject, paragraphs } = wordsOf(letter);
  const greeting = letter.name ? `Hello ${letter.name},` : 'Hello,';
  const list = letter.files.map(({ document }) => `${nameOf(document)}: ${totalOf(document)}`);
  return {
    // A line break in a subject would begin another header.
    subject: subject.replace(/\s+/g, ' '),
    text: [greeting, ...paragraphs, 'Attached:', list.join('\n'), `Your order: ${orderUrl}`, shopName].join('\n\n'),
    html: html`<!doctype html><html lang="en"><body style="font-family:sans-serif;max-width:36em">
${[greeting, ...paragraphs, 'Attached:'].map((text) => html`<p>${text}</p>`)}
<ul>${list.map((text) => html`<li>${text}</li>`)}</ul>
<p><a href="${orderUrl}">Your order</a></p>
<p>${shopName}</p>
</body></html>`.markup,
    attachments: letter.files.map(({ document, bytes }) => ({
      filename: `${document.number}.pdf`,
      content: bytes,
      contentType: 'application/pdf',
    })),
  };
}

const totalOf = ({ total_minor, currency }: DocumentRow): string => amount(total_minor, currency);

function wordsOf({ what, orderNumber, files }: Letter): { subject: string; paragraphs: string[] } {
  const sumOf = (kind: DocumentRow['kind']) => files.find(({ document }) => document.kind === kind)?.document;
  if (what === 'completed') {
    const receipt = sumOf('receipt');
    return receipt
      ? {
          subject: `Payment received for order ${orderNumber}`,
          paragraphs: [
            `We have received ${totalOf(receipt)} for your order ${orderNumber}. Thank you.`,
            'Here are your receipt and the invoice of each seller.',
          ],
        }
      : {
          subject: `Invoice for order ${orderNumber}`,
          paragraphs: [`There is nothing to pay for your order ${orderNumber}. Here is the invoice of each seller.`],
        };
  }
  if (what === 'returned') {
    return {
      subject: `Credit note for order ${orderNumber}`,
      paragraphs: [`We have taken back what you returned of your order ${orderNumber}.`],
    };
  }
  const note = sumOf('refund_note');
  return {
    subject: `Refund for order ${orderNumber}`,
    paragraphs: [
      `We have given back ${note ? totalOf(note) : 'money'} for your order ${orderNumber}.`,
      'Your bank may take a few days to show it.',
    ],
  };
}
