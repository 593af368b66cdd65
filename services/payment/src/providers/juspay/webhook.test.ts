/** What Juspay tells needs its password, is known again when repeated, and never says more than “ask”. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isProblem } from '#platform/errors/problem.ts';
import { parseJuspayReturn, parseJuspayWebhook } from './webhook.ts';

const credentials = { user: 'hookuser', password: 'hookpass' };
const authorization = 'Basic aG9va3VzZXI6aG9va3Bhc3M=';
const parse = (event: object, header: string | undefined = authorization) =>
  parseJuspayWebhook(credentials, Buffer.from(JSON.stringify(event)), header)[0]!;
const order = { order_id: 'abc123', status: 'CHARGED', txn_id: 'm-abc123-1' };

test('an order’s event leads to its payment; the order’s id is our reference', () => {
  const event = parse({ id: 'evt_1', event_name: 'ORDER_SUCCEEDED', content: { order } });
  assert.deepEqual([event.kind, event.gatewayRef, event.reference], ['payment', 'abc123', 'abc123']);
});

test('a wrong password, another scheme and none are refused', () => {
  for (const header of ['Basic aG9va3VzZXI6d3Jvbmc=', 'Bearer aG9va3VzZXI6aG9va3Bhc3M=', '']) {
    assert.throws(
      () => parse({ event_name: 'ORDER_SUCCEEDED', content: { order } }, header),
      (error) => isProblem(error, 'payment.bad_signature'),
    );
  }
});

test('the same news under another id is the same event, and other news is not', () => {
  const told = (id: string, more: object = {}, event_name = 'ORDER_REFUNDED') =>
    parse({ id, event_name, content: { order: { ...order, ...more } } }).dedupeKey;
  const refunds = [{ unique_request_id: 'r1', status: 'PENDING' }];
  assert.equal(told('evt_1', { refunds }), told('evt_2', { refunds }));
  assert.notEqual(told('evt_1', { refunds }), told('evt_1', { refunds: [{ ...refunds[0], status: 'SUCCESS' }] }));
  assert.notEqual(told('evt_1'), told('evt_1', {}, 'ORDER_SUCCEEDED'));
  assert.notEqual(told('evt_1'), told('evt_1', { txn_id: 'm-abc123-2' }));
});

test('refunds are told from payments, and a mandate concerns us not', () => {
  const kindOf = (event_name: string) => parse({ event_name, content: { order } }).kind;
  assert.deepEqual(['ORDER_REFUNDED', 'TXN_FAILED', 'MANDATE_CREATED'].map(kindOf), ['refund', 'payment', 'ignored']);
});

test('the signed return of the known vector names the order, also encoded twice; a changed one is forged', () => {
  const signature = '4Nt5ECKdUf8U4WhW6qsQHluiGJD0vXPincVgPnBkym4=';
  const query = (more: Record<string, string>) =>
    new URLSearchParams({ order_id: 'ord_1', status: 'CHARGED', status_id: '21', ...more });
  const algorithm = { signature_algorithm: 'HMAC-SHA256' };
  const parsed = (more: Record<string, string>) => parseJuspayReturn('RESPKEY_TEST', query(more));
  assert.deepEqual(parsed({ ...algorithm, signature }), { gatewayRef: 'ord_1', forged: false });
  assert.deepEqual(parsed({ signature: encodeURIComponent(signature) }), { gatewayRef: 'ord_1', forged: false });
  assert.deepEqual(parsed({ signature, status: 'NEW' }), { gatewayRef: null, forged: true });
  assert.deepEqual(parseJuspayReturn(undefined, query({ signature })), { gatewayRef: null, forged: false });
});
