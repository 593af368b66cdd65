/** A mail about an order, as plain text and as simple HTML. Everything that a person typed is escaped. */
import { formatMoney } from '#contracts/common/money.ts';
import type { LineRow, WholeOrder } from '../domain/model.ts';
import { isCashOnDelivery } from '../domain/payment-method.ts';
import type { MailData } from './mail-job.ts';
import { type MailFacts, templates } from './templates.ts';

export interface Written {
  subject: string;
  text: string;
  html: string;
}

export function composeMail(whole: WholeOrder, data: MailData, publicUrl: string): Written {
  const { order } = whole;
  const money = (minor: number) => `${order.currency} ${formatMoney(minor, order.currency)}`;
  const parcel = whole.shipments.find(({ id }) => id === data.shipmentId);
  const lines = parcel ? whole.lines.filter(({ seller_id }) => seller_id === parcel.seller_id) : whole.lines;
  const facts: MailFacts = {
    name: order.user_name,
    number: order.number,
    total: money(order.total_minor),
    reason: order.cancel_reason ?? '',
    carrier: parcel?.carrier ?? '',
    trackingNumber: parcel?.tracking_number ?? '',
    estimatedDelivery: parcel?.estimated_delivery ?? '',
    cashOnDelivery: isCashOnDelivery(order.payment_method) && order.paid_at === null,
    free: order.total_minor === 0,
    part: parcel !== undefined && whole.shipments.length > 1,
  };
  const { subject, before, after } = templates[data.what](facts);
  const link = `${publicUrl}/account/orders/${order.id}`;
  const greeting = facts.name ? `Hello ${facts.name},` : 'Hello,';
  const sums = parcel ? [] : sumsOf(whole, money);
  return {
    subject: oneLine(subject),
    text: [
      greeting,
      ...before,
      [...lines.map((line) => textLine(line, money)), ...sums.map(([name, amount]) => `${name}: ${amount}`)].join('\n'),
      ...after,
      `Your order: ${link}`,
    ].join('\n\n'),
    html: htmlOf({ greeting, before, after, link, lines, sums, money }),
  };
}

function sumsOf({ order }: WholeOrder, money: (minor: number) => string): [string, string][] {
  const all: [string, number][] = [
    ['Discount', -order.discount_minor],
    ['Tax', order.tax_minor],
    ['Shipping', order.shipping_minor],
  ];
  const shown = all.filter(([, minor]) => minor !== 0);
  return [...shown, ['Total', order.total_minor] as [string, number]].map(([name, minor]) => [name, money(minor)]);
}

const titleOf = ({ title, variant_title }: LineRow) => (variant_title ? `${title} (${variant_title})` : title);

const textLine = (line: LineRow, money: (minor: number) => string) =>
  `${line.quantity} × ${titleOf(line)}: ${money(line.line_total_minor)}`;

interface Parts {
  greeting: string;
  before: readonly string[];
  after: readonly string[];
  link: string;
  lines: readonly LineRow[];
  sums: readonly [string, string][];
  money: (minor: number) => string;
}

function htmlOf({ greeting, before, after, link, lines, sums, money }: Parts): string {
  const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
  const row = (left: string, right: string) =>
    `<tr><td>${escapeHtml(left)}</td><td align="right">${escapeHtml(right)}</td></tr>`;
  const rows = [
    ...lines.map((line) => row(`${line.quantity} × ${titleOf(line)}`, money(line.line_total_minor))),
    ...sums.map(([name, amount]) => row(name, amount)),
  ];
  return [
    '<!doctype html><html><body style="font-family:sans-serif;max-width:36em">',
    ...[greeting, ...before].map(paragraph),
    `<table cellpadding="4">${rows.join('')}</table>`,
    ...after.map(paragraph),
    `<p><a href="${escapeHtml(link)}">Your order</a></p>`,
    '</body></html>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter]!);

/** A line break in a subject would begin another header. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
