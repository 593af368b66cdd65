/** A page as HTML: read by people and screen readers, and printed on paper as it stands. It carries no script. */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, type Markup } from '../pages/html.ts';
import type { Pair, Sheet, Table } from './sheet.ts';
import { style } from './style.ts';

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function sendSheet(reply: FastifyReply, sheet: Sheet, pdfUrl: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'private, no-store')
    .header('x-robots-tag', 'noindex')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(sheetHtml(sheet, pdfUrl));
}

export const sheetHtml = (sheet: Sheet, pdfUrl: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="robots" content="noindex">
<title>${sheet.title} ${sheet.number}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
<header>
<div class="issuer"><p class="name">${sheet.issuer.name}</p>${lines(sheet.issuer.lines)}</div>
<div class="title"><h1>${sheet.title}</h1><p>${sheet.number}</p></div>
</header>
${sheet.headline && html`<p class="headline"><span>${sheet.headline.label}</span> <strong>${sheet.headline.value}</strong></p>`}
<div class="about">
${sheet.parties.map(({ label, lines: said }) => html`<section><h2>${label}</h2>${lines(said)}</section>`)}
<section class="facts"><h2>Details</h2><dl>${sheet.facts.map(pair)}</dl></section>
</div>
${sheet.items && table(sheet.items, 'items')}
${sheet.sums.length > 0 && html`<dl class="sums">${sheet.sums.map((sum) => html`<div class="${sum.strong ? 'strong' : ''}"><dt>${sum.label}</dt><dd>${sum.value}</dd></div>`)}</dl>`}
${sheet.summary && table(sheet.summary, 'summary')}
<footer>${sheet.notes.map((note) => html`<p>${note}</p>`)}</footer>
</main>
<nav><a href="${pdfUrl}">Download as PDF</a></nav>
</body>
</html>
`.markup;

const lines = (texts: readonly string[]): Markup[] => texts.map((text) => html`<p>${text}</p>`);
const pair = ({ label, value }: Pair): Markup => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

function table({ caption, columns, rows, foot }: Table, name: string): Markup {
  const cell = (text: string, below: string | undefined, index: number) => {
    const inside = html`${text}${below === undefined ? null : html`<small>${below}</small>`}`;
    const side = columns[index]!.align;
    return index === 0
      ? html`<th scope="row" class="${side}">${inside}</th>`
      : html`<td class="${side}">${inside}</td>`;
  };
  const row = (cells: Table['rows'][number]) =>
    html`<tr>${cells.map(({ text, below }, index) => cell(text, below, index))}</tr>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="${name}"><caption>${caption}</caption>
<thead><tr>${columns.map(({ label, align }) => html`<th scope="col" class="${align}">${label}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
${foot ? html`<tfoot>${row(foot)}</tfoot>` : null}
</table></div>`;
}
