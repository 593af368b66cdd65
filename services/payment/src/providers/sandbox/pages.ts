/** The sandbox's page to pay at: looks like a gateway's, and leaves no doubt that it is none. */
import { html, type Markup } from '../../pages/html.ts';
import { icons } from '../../pages/icons.ts';
import type { Page } from '../../pages/layout.ts';
import { amountText, methodText, timeText } from '../../pages/words.ts';
import type { SandboxPayment } from './books.ts';
import type { SandboxStatus } from './tables.ts';

/** Nothing is typed in: a test needs no card, and a real one has no business here. */
const methods = [
  { name: 'card', icon: icons.card, about: 'Test card ending in 4242' },
  { name: 'upi', icon: icons.upi, about: 'asha@testbank' },
  { name: 'netbanking', icon: icons.netbanking, about: 'First Test Bank' },
] as const;

const ribbon = html`<div class="ribbon" role="note">${icons.flask}<span><strong>Sandbox.</strong> This is a test payment: no money moves.</span></div>`;

export function payPage(payment: SandboxPayment, shopName: string): Page {
  const amount = amountText(payment.amount_minor, payment.currency);
  const chosen = methods.some(({ name }) => name === payment.method) ? payment.method : 'card';
  return {
    title: `Pay ${amount} to ${shopName}`,
    formOrigins: [new URL(payment.return_url).origin],
    body: html`${ribbon}
<main><div class="checkout">
<section class="summary" aria-labelledby="due">
<p class="shop"><span class="mark">${icons.bag}</span>${shopName}</p>
<div><h2 class="due" id="due">Amount due</h2><p class="amount">${amount}</p></div>
<dl class="facts">
<div><dt>For</dt><dd>${payment.description}</dd></div>
<div><dt>Pay before</dt><dd><time datetime="${payment.expires_at.toISOString()}">${timeText(payment.expires_at)}</time></dd></div>
</dl>
<a class="back" href="${payment.return_url}">${icons.back}Leave without deciding</a>
</section>
<form class="pay" method="post">
<div><h1>Choose how to pay</h1><p class="lead">Then decide what the bank answers.</p></div>
<fieldset><legend>Method</legend><div class="methods">${methods.map((method) => methodTile(method, chosen))}</div></fieldset>
<div class="answers">
<button class="button primary" name="action" value="approve">Approve ${amount}</button>
<div class="row">
<button class="button secondary no" name="action" value="decline">Decline</button>
<button class="button secondary" name="action" value="delay">Approve after 10 s</button>
</div>
<button class="quiet" name="action" value="cancel">Cancel this payment</button>
</div>
</form>
</div></main>`,
  };
}

const methodTile = ({ name, icon, about }: (typeof methods)[number], chosen: string | null): Markup =>
  html`<label class="method">${icon}<span><b>${methodText(name)}</b><small>${about}</small></span><input type="radio" name="method" value="${name}"${name === chosen ? html` checked` : null}></label>`;

type Ended = Exclude<SandboxStatus, 'open'>;

const endings: Record<Ended, { tone: 'good' | 'bad' | 'wait'; icon: Markup; title: string; text: string }> = {
  paid: {
    tone: 'good',
    icon: icons.check,
    title: 'This payment was approved',
    text: 'It is done and cannot be decided again.',
  },
  processing: {
    tone: 'wait',
    icon: icons.clock,
    title: 'This payment is on its way',
    text: 'The bank approves it in a few seconds.',
  },
  failed: {
    tone: 'bad',
    icon: icons.cross,
    title: 'This payment was declined',
    text: 'To try again, open a new payment from your order.',
  },
  cancelled: {
    tone: 'bad',
    icon: icons.cross,
    title: 'This payment was cancelled',
    text: 'To pay after all, open a new payment from your order.',
  },
  expired: {
    tone: 'bad',
    icon: icons.clock,
    title: 'This payment has run out',
    text: 'It was not paid in time. Open a new one from your order.',
  },
};

export function endedPage(payment: SandboxPayment, status: Ended, shopName: string): Page {
  const { tone, icon, title, text } = endings[status];
  return {
    title: `${title} · ${shopName}`,
    body: html`${ribbon}
<main><section class="notice">
<span class="seal ${tone}">${icon}</span>
<h1>${title}</h1>
<p>${text}</p>
<dl class="slip">
<div><dt>Amount</dt><dd>${amountText(payment.amount_minor, payment.currency)}</dd></div>
<div><dt>For</dt><dd>${payment.description}</dd></div>
</dl>
<a class="button primary" href="${payment.return_url}">Back to ${shopName}</a>
</section></main>`,
  };
}
