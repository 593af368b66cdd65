/** A shopper at the sandbox's page: sees it, and decides once. */

import type { SandboxAction } from '#contracts/payment/schemas.ts';
import { problem } from '#platform/errors/problem.ts';
import { crashPoint } from '#platform/lifecycle/crash-point.ts';
import type { Page } from '../../pages/layout.ts';
import type { SandboxPayment } from './books.ts';
import type { Sandbox } from './host.ts';
import { readByToken } from './hot-books.ts';
import { endedPage, payPage } from './pages.ts';
import { decide, statusAt } from './simulator.ts';

export async function showPage(sandbox: Sandbox, token: string, shopName: string): Promise<Page> {
  return pageOf(await known(sandbox, token), shopName);
}

/** Where to go on, or the page that says why nothing was decided. */
export async function decideOnPage(
  sandbox: Sandbox,
  token: string,
  { action, method }: SandboxAction,
  shopName: string,
): Promise<{ location: string } | { page: Page }> {
  const payment = await known(sandbox, token);
  const decided = action === 'leave' || (await decide(sandbox, payment, action, method?.trim().slice(0, 50) || null));
  crashPoint('sandbox.decided');
  if (decided) return { location: payment.return_url };
  return { page: pageOf(await known(sandbox, token), shopName) };
}

async function known(sandbox: Sandbox, token: string): Promise<SandboxPayment> {
  const payment = await readByToken(sandbox.database.read, token);
  if (!payment) throw problem('payment.not_found');
  return payment;
}

function pageOf(payment: SandboxPayment, shopName: string): Page {
  const status = statusAt(payment, new Date());
  return status === 'open' ? payPage(payment, shopName) : endedPage(payment, status, shopName);
}
