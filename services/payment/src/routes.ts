/** Each operation of the contract and what answers it. */
import type { FastifyReply } from 'fastify';
import type { PaymentApi } from '#contracts/payment/api.ts';
import { problem } from '#platform/errors/problem.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { PaymentService } from './base.ts';
import { sendPage } from './pages/layout.ts';
import { returnPage } from './pages/return-page.ts';
import type { Sandbox } from './simulator/in-shop/host.ts';
import { decideOnPage, showPage } from './simulator/in-shop/visit.ts';
import { exportLedgerEntries, exportPayments, exportSellerStatement } from './use-cases/export-books.ts';
import { listFindings, resolveFinding } from './use-cases/findings.ts';
import { initiatePayment } from './use-cases/initiate-payment.ts';
import { listGateways } from './use-cases/list-gateways.ts';
import { createPayoutBatch } from './use-cases/make-payout-batch.ts';
import { movePayout, movePayoutBatch } from './use-cases/move-payouts.ts';
import { getPayoutFile } from './use-cases/payout-file.ts';
import { getInvoice, getInvoicePdf, getReceipt, getReceiptPdf, listInvoices } from './use-cases/read-documents.ts';
import { getSellerBalance, getSellerStatement, listBalances, listLedgerEntries } from './use-cases/read-ledger.ts';
import { getPayment, listPayments } from './use-cases/read-payments.ts';
import {
  getPayout,
  getPayoutBatch,
  listPayoutBatches,
  listPayoutEntries,
  listPayouts,
} from './use-cases/read-payouts.ts';
import { receiveWebhook } from './use-cases/receive-webhook.ts';
import { recordSettlement } from './use-cases/record-settlement.ts';
import { refreshPayment } from './use-cases/refresh-payment.ts';
import { refundPayment } from './use-cases/refund-payment.ts';
import { resolvePayment } from './use-cases/resolve-payment.ts';
import { retryRefund } from './use-cases/retry-refund.ts';
import { returnFromGateway } from './use-cases/return-from-gateway.ts';
import { whereTo } from './use-cases/where-to.ts';

/** `sandbox` is null where the shop does not offer it: then its page does not exist. */
export function routes(service: PaymentService, sandbox: Sandbox | null): Handlers<PaymentApi> {
  const { SHOP_NAME: shopName } = service.config;
  // After a decision the browser is led on there, which the page's policy has to allow.
  const own = service.config.PAYMENT_RETURN_URL;
  const ownOrigins = own && URL.canParse(own) ? [new URL(own).origin] : [];
  const offered = (): Sandbox => {
    if (!sandbox) throw problem('payment.not_found');
    return sandbox;
  };
  return {
    initiatePayment: (input, context) => initiatePayment(service, input, context),
    listGateways: () => listGateways(service),
    listPayments: (input, context) => listPayments(service, input, context),
    getPayment: (input, context) => getPayment(service, input, context),
    refreshPayment: (input, context) => refreshPayment(service, input, context),
    refundPayment: (input, context) => refundPayment(service, input, context),

    retryRefund: (input, context) => retryRefund(service, input, context),
    resolvePayment: (input, context) => resolvePayment(service, input, context),
    listFindings: (input) => listFindings(service, input),
    resolveFinding: (input, context) => resolveFinding(service, input, context),
    getReceipt: (input, context, http) => getReceipt(service, input, context, http),
    getReceiptPdf: (input, context, http) => getReceiptPdf(service, input, context, http),
    listInvoices: (input, context) => listInvoices(service, input, context),
    getInvoice: (input, context, http) => getInvoice(service, input, context, http),
    listBalances: () => listBalances(service),
    getSellerBalance: (input, context) => getSellerBalance(service, input, context),
    getSellerStatement: (input, context) => getSellerStatement(service, input, context),
    getInvoicePdf: (input, context, http) => getInvoicePdf(service, input, context, http),

    exportPayments: (input, context, http) => exportPayments(service, input, context, http),
    exportSellerStatement: (input, context, http) => exportSellerStatement(service, input, context, http),
    listLedgerEntries: (input) => listLedgerEntries(service, input),
    exportLedgerEntries: (input, context, http) => exportLedgerEntries(service, input, context, http),
    recordSettlement: (input, context) => recordSettlement(service, input, context),
    createPayoutBatch: (input, context) => createPayoutBatch(service, input, context),
    listPayoutBatches: (input) => listPayoutBatches(service, input),
    getPayoutBatch: (input) => getPayoutBatch(service, input),
    movePayoutBatch: (input, context) => movePayoutBatch(service, input, context),
    getPayoutFile: (input, context, http) => getPayoutFile(service, input, context, http),
    listPayouts: (input, context) => listPayouts(service, input, context),
    getPayout: (input, context) => getPayout(service, input, context),
    listPayoutEntries: (input, context) => listPayoutEntries(service, input, context),
    movePayout: (input, context) => movePayout(service, input, context),

    async receiveWebhook({ params }, { requestId }, { request }) {
      const { body, headers } = request;
      return receiveWebhook(service, { gateway: params.gateway, body, headers, requestId });
    },

    async returnFromGateway({ params }, { requestId }, { request, reply }) {
      const query = new URL(request.url, 'http://shop').searchParams;
      const returned = await returnFromGateway(service, { reference: params.token, query }, requestId);
      const away = whereTo(service, returned);
      if (away) return seeOther(reply, away);
      return sendPage(reply, returnPage(returned, { shopName, shopUrl: service.common.publicUrl }));
    },

    async showSandbox({ params }, _context, { reply }) {
      const page = await showPage(offered(), params.token, shopName);
      return sendPage(reply, { ...page, formOrigins: [...(page.formOrigins ?? []), ...ownOrigins] });
    },

    async decideSandbox({ params, body }, _context, { request, reply }) {
      const outcome = await decideOnPage(offered(), params.token, body, shopName);
      if ('location' in outcome) return seeOther(reply, outcome.location);
      if (!outcome.refused) return sendPage(reply, outcome.page);
      // A program is told by a problem, a person by the page.
      if (!String(request.headers.accept ?? '').includes('text/html')) throw problem('payment.bad_transition');
      return sendPage(reply.code(409), outcome.page);
    },
  };
}

/** See the other address, by GET: a reload there repeats no decision. */
const seeOther = (reply: FastifyReply, location: string) =>
  reply.code(303).header('location', location).header('cache-control', 'no-store').send();
