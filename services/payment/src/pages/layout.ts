/**
 * The frame of the pages that this service shows itself. They carry no script at all, and a policy under which nothing
 * but their own style sheet and their own form works.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, type Markup } from './html.ts';
import { style } from './style.ts';

export interface Page {
  title: string;
  body: Markup;
  /** Origins to which its form may lead on by redirect. */
  formOrigins?: readonly string[];
  /** Loads itself again after so long. */
  refreshS?: number;
}

const styleHash = createHash('sha256').update(style).digest('base64');

const policyOf = (formOrigins: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    // Browsers apply this to where a submitted form is redirected, too.
    ["form-action 'self'", ...new Set(formOrigins)].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .header('content-security-policy', policyOf(page.formOrigins ?? []))
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .type('text/html; charset=utf-8')
    .send(render(page));
}

const render = ({ title, body, refreshS }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refreshS === undefined ? null : html`<meta http-equiv="refresh" content="${refreshS}">`}
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
