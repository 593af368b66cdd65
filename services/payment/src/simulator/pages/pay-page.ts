/** The page to pay at: looks like a gateway's, and leaves no doubt that it is none. */
import { html, type Markup } from '../../pages/html.ts';
import { icons } from '../../pages/icons.ts';
import type { Page } from '../../pages/layout.ts';
import { methodText, timeText } from '../../pages/words.ts';
import { testUpiIds } from './visit.ts';

export interface PayPageFacts {
  shopName: string;
  amount: string;
  description: string;
  expiresAt: Date;
  methods: readonly string[];
  chosen: string | null;
  /** What the bank said to the last try. */
  failure: string | null;
  /** Where browsers may be led on to. */
  formOrigins: readonly string[];
  returnUrl: string | null;
}

/** Nothing is typed in: a test needs no card, and a real one has no business here. */
const tiles: Readonly<Record<string, { icon: Markup; about: string }>> = {
  card: { icon: icons.card, about: 'Test card ending in 4242' },
  upi: { icon: icons.upi, about: 'A test UPI ID, chosen below' },
  netbanking: { icon: icons.netbanking, about: 'First Test Bank' },
  wallet: { icon: icons.bag, about: 'Test wallet' },
  paypal: { icon: icons.bag, about: 'Test account' },
};

const ribbon = html`<div class="ribbon" role="note">${icons.flask}<span><strong>Sandbox.</strong> This is a test payment: no money moves.</span></div>`;

export function payPage(facts: PayPageFacts): Page {
  const { shopName, amount, description, expiresAt, methods, failure, returnUrl } = facts;
  const chosen = facts.chosen !== null && methods.includes(facts.chosen) ? facts.chosen : methods[0]!;
  return {
    title: `Pay ${amount} to ${shopName}`,
    formOrigins: facts.formOrigins,
    body: html`${ribbon}
<main><div class="checkout">
<section class="summary" aria-labelledby="due">
<p class="shop"><span class="mark">${icons.bag}</span>${shopName}</p>
<div><h2 class="due" id="due">Amount due</h2><p class="amount">${amount}</p></div>
<dl class="facts">
<div><dt>For</dt><dd>${description}</dd></div>
<div><dt>Pay before</dt><dd><time datetime="${expiresAt.toISOString()}">${timeText(expiresAt)}</time></dd></div>
</dl>
${returnUrl && html`<a class="back" href="${returnUrl}">${icons.back}Leave without deciding</a>`}
</section>
<form class="pay" method="post">
${failure && html`<p class="alert" role="alert">${icons.cross}<span>${failure} You can try again.</span></p>`}
<div><h1>Choose how to pay</h1><p class="lead">Then decide what the bank answers.</p></div>
<fieldset><legend>Method</legend><div class="methods">${methods.map((method) => methodTile(method, chosen))}</div></fieldset>
${methods.includes('upi') && upiChoice}
<div class="answers">
<button class="button primary" name="action" value="approve">Approve ${amount}</button>
<div class="row">
<button class="button secondary no" name="action" value="decline">Decline</button>
<button class="button secondary" name="action" value="delay">Approve after 10 s</button>
</div>
<div class="row">
<button class="button secondary" name="action" value="leave">Leave pending</button>
<button class="button secondary" name="action" value="approve_and_close">Pay but close the tab</button>
</div>
<button class="quiet" name="action" value="cancel">Cancel this payment</button>
</div>
</form>
</div></main>`,
  };
}

const methodTile = (name: string, chosen: string): Markup => {
  const { icon, about } = tiles[name] ?? { icon: icons.card, about: 'Test account' };
  return html`<label class="method">${icon}<span><b>${methodText(name)}</b><small>${about}</small></span><input type="radio" name="method" value="${name}"${name === chosen ? html` checked` : null}></label>`;
};

const upiChoice = html`<label class="choice"><span>UPI ID</span><select name="upi">${testUpiIds.map((id) => html`<option>${id}</option>`)}</select></label>`;

type Ended = 'paid' | 'approved' | 'processing' | 'failed' | 'cancelled' | 'expired';

const endings: Record<Ended, { tone: 'good' | 'bad' | 'wait'; icon: Markup; title: string; text: string }> = {
  paid: {
    tone: 'good',
    icon: icons.check,
    title: 'This payment was approved',
    text: 'It is done and cannot be decided again.',
  },
  approved: {
    tone: 'good',
    icon: icons.check,
    title: 'This payment was approved',
    text: 'The shop takes the money.',
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

export type EndedFacts = Pick<PayPageFacts, 'shopName' | 'amount' | 'description' | 'returnUrl'>;

export function endedPage(status: Ended, facts: EndedFacts): Page {
  const { tone, icon, title, text } = endings[status];
  const back =
    facts.returnUrl && html`<a class="button primary" href="${facts.returnUrl}">Back to ${facts.shopName}</a>`;
  return notice({ tone, icon, title, text, back, facts });
}

/** The shopper paid and never came back: what the shop knows, it has from the webhook. */
export function closedPage(facts: EndedFacts): Page {
  const title = 'You have paid and closed the tab';
  const text = 'Nothing leads back to the shop from here: it hears of the payment by itself.';
  return notice({ tone: 'good', icon: icons.check, title, text, back: null, facts });
}

interface Notice {
  tone: 'good' | 'bad' | 'wait';
  icon: Markup;
  title: string;
  text: string;
  back: Markup | '' | null;
  facts: EndedFacts;
}

function notice({ tone, icon, title, text, back, facts }: Notice): Page {
  return {
    title: `${title} · ${facts.shopName}`,
    body: html`${ribbon}
<main><section class="notice">
<span class="seal ${tone}">${icon}</span>
<h1>${title}</h1>
<p>${text}</p>
<dl class="slip">
<div><dt>Amount</dt><dd>${facts.amount}</dd></div>
<div><dt>For</dt><dd>${facts.description}</dd></div>
</dl>
${back}
</section></main>`,
  };
}
