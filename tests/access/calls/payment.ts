/** Calls of the payment service. */
import { pay, unique } from '../../steps.ts';
import { type Cast, made, openedPayment, pendingOrder } from '../cast.ts';
import { type Attempt, admins, type Call, everyone, nothing, readers } from './call.ts';

export const initiatePayment: Call = {
  call: async (cast) => ({ body: { orderId: (await pendingOrder(cast)).id } }),
  may: ['customer'],
  refusal: 'order.not_found',
};

const sandboxPage = async (cast: Cast): Promise<Attempt> => ({
  params: { token: new URL((await openedPayment(cast)).url).pathname.split('/').at(-1)! },
});

const receipt: Call = {
  call: (cast) => ({ params: { id: cast.payment.paymentId } }),
  may: ['customer', ...readers],
  refusal: 'payment.not_found',
};

const ofSeller: Call = {
  call: (cast) => ({ params: { id: cast.people.seller.id } }),
  may: ['seller', 'admin'],
  refusal: 'seller.unknown',
};

/** The seller's invoice of the customer's order. */
const invoice: Call = {
  call: async ({ shop, order, people }) => {
    const path = `/invoices?orderId=${order.id}&kind=invoice`;
    const { items } = await shop.expect(200, 'GET', path, { token: people.customer.token });
    return { params: { id: items[0].id } };
  },
  may: ['customer', 'seller', ...readers],
  refusal: 'document.not_found',
};

/** A payout of the seller, made afresh; its batch is not sent. */
async function madePayout(cast: Cast): Promise<{ id: number; batchId: number }> {
  const { shop, people } = cast;
  const payoutAccount = { kind: 'upi', holder: 'Gulmohar', account: 'gulmohar@bank' };
  const { password, token } = people.seller;
  await shop.expect(200, 'PUT', '/sellers/me', { token, body: { payoutAccount, password } });
  await releasedSale(cast);
  const { id } = await made(cast, 'admin', '/payouts/batches', {});
  const path = `/payouts?batchId=${id}&sellerId=${people.seller.id}`;
  const { items } = await shop.expect(200, 'GET', path, { token: people.admin.token });
  return { id: items[0].id, batchId: id };
}

/** What the seller earns by it can be paid out at once. */
async function releasedSale(cast: Cast): Promise<void> {
  const { id } = await pendingOrder(cast);
  await pay(cast.shop, cast.people.customer, id);
  await cast.shop.settled();
}

const payout: Call = {
  call: async (cast) => ({ params: { id: (await madePayout(cast)).id } }),
  may: ['seller', 'admin'],
  refusal: 'payout.not_found',
};

const payoutBatch: Call = {
  call: async (cast) => ({ params: { id: (await madePayout(cast)).batchId } }),
  may: admins,
};

export const payment: Record<string, Call> = {
  exportPayments: nothing,
  exportSellerStatement: ofSeller,
  listLedgerEntries: nothing,
  recordSettlement: { call: () => ({ body: { account: 'cash', amount: '1', reference: unique('slip') } }) },
  exportLedgerEntries: nothing,
  createPayoutBatch: {
    call: async (cast) => {
      await madePayout(cast);
      await releasedSale(cast);
      return { body: {} };
    },
  },
  listPayoutBatches: nothing,
  getPayoutBatch: payoutBatch,
  movePayoutBatch: {
    ...payoutBatch,
    call: async (cast) => ({ params: { id: (await madePayout(cast)).batchId }, body: { status: 'sent' } }),
  },
  getPayoutFile: payoutBatch,
  listPayouts: nothing,
  getPayout: payout,
  listPayoutEntries: payout,
  movePayout: {
    call: async (cast) => ({ params: { id: (await madePayout(cast)).id }, body: { status: 'sent' } }),
    may: admins,
  },
  listBalances: nothing,
  getSellerBalance: ofSeller,
  getSellerStatement: ofSeller,
  getReceipt: receipt,
  getReceiptPdf: receipt,
  listInvoices: nothing,
  getInvoice: invoice,
  getInvoicePdf: invoice,
  initiatePayment,
  listGateways: nothing,
  listPayments: nothing,
  getPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId } }),
    may: ['customer', ...readers],
    refusal: 'payment.not_found',
  },
  refreshPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId } }),
    may: ['customer', 'admin'],
    open: ['support'],
    refusal: 'payment.not_found',
  },
  refundPayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId }, body: { amount: '0.01' } }),
    may: admins,
  },
  retryRefund: {
    call: (cast) => ({ params: { id: cast.payment.paymentId, refundId: 999_999_999 } }),
    may: admins,
    answers: 'payment.not_found',
  },
  resolvePayment: {
    call: (cast) => ({ params: { id: cast.payment.paymentId }, body: { decision: 'drop', note: 'Not ours' } }),
    may: admins,
    answers: 'payment.bad_transition',
  },
  listFindings: nothing,
  resolveFinding: {
    call: () => ({ params: { id: 999_999_999 }, body: { note: 'Done' } }),
    may: admins,
    answers: 'payment.not_found',
  },
  receiveWebhook: {
    call: () => ({ params: { gateway: 'sandbox' }, body: { id: 'evt_1' } }),
    ...everyone,
    answers: 'payment.bad_signature',
  },
  returnFromGateway: {
    call: () => ({ params: { token: '0123456789abcdef0123' } }),
    ...everyone,
    answers: 'payment.not_found',
  },
  showSandbox: { call: sandboxPage, ...everyone },
  decideSandbox: { call: async (cast) => ({ ...(await sandboxPage(cast)), body: { action: 'decline' } }), ...everyone },
};
