/** A shopper at the sandbox's page: sees it, and decides once. */
import type { SandboxAction } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Page } from '../../pages/layout.ts';
import { amountText } from '../../pages/words.ts';
import { type Payment, statusAt } from '../core/payment.ts';
import { closedPage, endedPage, type PayPageFacts, payPage } from '../pages/pay-page.ts';
import { visit } from '../pages/visit.ts';
import type { Sandbox } from './host.ts';

export async function showPage(sandbox: Sandbox, token: string, shopName: string): Promise<Page> {
  return pageOf(await known(sandbox, token), shopName);
}

export type Decided = { location: string } | { page: Page; refused: boolean };

/** Where to go on, or the page that says why nothing goes on. */
export async function decideOnPage(
  sandbox: Sandbox,
  token: string,
  action: SandboxAction,
  shopName: string,
): Promise<Decided> {
  const payment = await known(sandbox, token);
  const { done, closed } = await visit(sandbox.books, payment, action);
  crashPoint('sandbox.decided');
  if (!done) return { page: pageOf(await known(sandbox, token), shopName), refused: true };
  if (closed) return { page: closedPage(factsOf(payment, shopName)), refused: false };
  return { location: payment.returnUrl };
}

async function known(sandbox: Sandbox, token: string): Promise<Payment> {
  const payment = await sandbox.books.store.find('token', token);
  if (!payment) throw problem('payment.not_found');
  return payment;
}

const factsOf = (payment: Payment, shopName: string): PayPageFacts => ({
  shopName,
  amount: amountText(payment.amountMinor, payment.currency),
  description: payment.description,
  expiresAt: payment.expiresAt,
  methods: ['card', 'upi', 'netbanking'],
  chosen: payment.method,
  failure: null,
  formOrigins: [new URL(payment.returnUrl).origin],
  returnUrl: payment.returnUrl,
});

function pageOf(payment: Payment, shopName: string): Page {
  const status = statusAt(payment, new Date());
  const facts = factsOf(payment, shopName);
  return status === 'open' ? payPage(facts) : endedPage(status, facts);
}
