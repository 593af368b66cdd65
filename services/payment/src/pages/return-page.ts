/** What a shopper sees on coming back from a gateway: how the payment stands, and the way on to the order. */
import type { Returned } from '../use-cases/return-from-gateway.ts';
import { html, type Markup } from './html.ts';
import { icons } from './icons.ts';
import type { Page } from './layout.ts';
import { amountText, methodText } from './words.ts';

export interface ReturnPageOptions {
  shopName: string;
  shopUrl: string;
}

interface Saying {
  tone: 'good' | 'bad' | 'wait';
  icon: Markup;
  title: string;
  text: string;
  action: string;
}

export function returnPage({ payment, payable }: Returned, { shopName, shopUrl }: ReturnPageOptions): Page {
  const { tone, icon, title, text, action } = sayingOf(payment);
  const refresh = tone === 'wait' && payment.held_reason === null;
  return {
    title: `${title} · ${shopName}`,
    ...(refresh ? { refreshS: 4 } : {}),
    body: html`<main><section class="notice" aria-live="polite">
<span class="seal ${tone}">${icon}</span>
<h1>${title}</h1>
<p>${text}</p>
<dl class="slip">
<div><dt>Amount</dt><dd>${amountText(payment.amount_minor, payment.currency)}</dd></div>
<div><dt>Order</dt><dd>${payable.order_number}</dd></div>
${payment.method && html`<div><dt>Method</dt><dd>${methodText(payment.method)}</dd></div>`}
</dl>
<a class="button primary" href="${shopUrl}/account/orders/${payment.order_id}">${action}</a>
${refresh && payment.pay_url && html`<a href="${payment.pay_url}">Back to the payment</a>`}
</section></main>`,
  };
}

function sayingOf(payment: Returned['payment']): Saying {
  const again = 'Your order is kept, and you can pay it again.';
  switch (payment.status) {
    case 'success':
    case 'reconciled':
      return {
        tone: 'good',
        icon: icons.check,
        title: 'Payment received',
        text: 'Thank you. We have your payment and are getting your order ready.',
        action: 'See your order',
      };
    case 'refunded':
      return {
        tone: 'good',
        icon: icons.check,
        title: 'Payment given back',
        text: 'The money is on its way back to you.',
        action: 'See your order',
      };
    case 'failed':
      return {
        tone: 'bad',
        icon: icons.cross,
        title: 'Payment did not go through',
        text: `${payment.failure_reason ?? 'The payment was declined.'} ${again}`,
        action: 'Try again',
      };
    case 'cancelled':
      return {
        tone: 'bad',
        icon: icons.cross,
        title: 'Payment cancelled',
        text: `${payment.failure_reason ?? ''} Nothing was charged.`.trim(),
        action: 'Back to your order',
      };
    default:
      return {
        tone: 'wait',
        icon: icons.clock,
        title: 'Waiting for the payment',
        text:
          payment.held_reason === null
            ? 'The payment has not been confirmed yet. This page looks again by itself.'
            : 'We have to look at this payment ourselves and will be in touch.',
        action: 'See your order',
      };
  }
}
