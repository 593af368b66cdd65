/**
 * For each table with CHECKs: values with which a row is accepted, and for each CHECK those that make it refuse the row.
 * What is not named gets a value of its column's type.
 */
export interface Rows {
  accepted?: Readonly<Record<string, unknown>>;
  /** By constraint. Several where a CHECK has several edges. */
  refused: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  /** By unique constraint: what its row has to be besides. */
  twice?: Readonly<Record<string, Record<string, unknown>>>;
}

const outside = (column: string, ...values: unknown[]) => values.map((value) => ({ [column]: value }));
const unknown = (column: string) => outside(column, 'whatever');

const order = {
  refunded_minor: 0,
  items_minor: 0,
  discount_minor: 0,
  tax_minor: 0,
  tax_included_minor: 0,
  shipping_minor: 0,
  total_minor: 0,
};

export const rows: Readonly<Record<string, Rows>> = {
  'cart.cart': {
    accepted: { user_id: 1 },
    refused: { cart_owner_is_one: [{ guest_id: 'g' }, { user_id: null }] },
    twice: { cart_guest_id_once: { user_id: null } },
  },
  'cart.cart_code': { refused: { cart_code_refused_known: unknown('refused') } },
  'cart.cart_line': {
    refused: {
      cart_line_price_positive: [...outside('added_minor', -1), ...outside('shown_minor', -1)],
      cart_line_quantity_range: outside('quantity', 0, 10_001),
    },
  },
  'cart.claim': {
    accepted: { status: 'finished' },
    refused: {
      claim_status_known: unknown('status'),
      claim_answer_while_claimed: [
        { status: 'claimed', cart_id: 1 },
        { status: 'claimed', answer: '{}' },
      ],
    },
  },
  'cart.discount': {
    accepted: { kind: 'percentage', percent: '10', amount_minor: null, used: 0 },
    refused: {
      discount_kind_known: [{ kind: 'whatever', percent: null, amount_minor: 100 }],
      discount_used_within_limit: [{ used: -1 }, { usage_limit: 2, used: 3 }],
      discount_value_by_kind: [
        { percent: '0' },
        { percent: '100.5' },
        { amount_minor: 100 },
        { kind: 'fixed', percent: null },
        { kind: 'fixed', percent: null, amount_minor: 0 },
        { kind: 'coupon', amount_minor: 100 },
      ],
    },
  },
  'cart.discount_user': { refused: { discount_user_used_positive: outside('used', -1) } },
  'cart.shipping_method': {
    accepted: { kind: 'flat', min_days: 1, max_days: 2 },
    refused: {
      shipping_method_days_ordered: [{ min_days: 3 }, { min_days: -1 }],
      shipping_method_kind_known: unknown('kind'),
    },
  },
  'cart.tax_rate': {
    accepted: { percent: '18', country: '', state_key: '', postal_prefix: '' },
    refused: {
      tax_rate_percent_range: outside('percent', '-1', '100.5'),
      tax_rate_place_in_country: [{ state_key: 'goa' }, { postal_prefix: '403' }],
    },
  },
  'order.order_line': {
    accepted: {
      quantity: 2,
      unit_price_minor: 100,
      line_total_minor: 200,
      discount_minor: 50,
      house_discount_minor: 0,
    },
    refused: {
      order_line_amounts: [
        { tax_minor: -1 },
        { discount_minor: 201 },
        { unit_price_minor: -100, line_total_minor: -200, discount_minor: -200 },
      ],
      order_line_commission_range: [
        { house_discount_minor: -1 },
        { house_discount_minor: 51 },
        { commission_minor: -1 },
      ],
      order_line_quantity_positive: [{ quantity: 0, line_total_minor: 0, discount_minor: 0 }],
      order_line_returned_within: outside('returned_quantity', -1, 3),
      order_line_total_multiplies: outside('line_total_minor', 201),
    },
  },
  'order.order_note': {
    accepted: { author_kind: 'buyer' },
    refused: { order_note_author_known: unknown('author_kind') },
  },
  'order.order_return': { refused: { order_return_refund_not_negative: outside('refund_minor', -1) } },
  'order.order_return_line': {
    refused: {
      order_return_line_amount_not_negative: outside('amount_minor', -1),
      order_return_line_quantity_positive: outside('quantity', 0),
    },
  },
  'order.orders': {
    accepted: { ...order, status: 'pending', payment_status: 'pending', fulfilment_status: 'unfulfilled' },
    refused: {
      orders_amounts_not_negative: [
        { items_minor: -1, total_minor: -1, refunded_minor: -1 },
        { items_minor: 1, discount_minor: -1, total_minor: 2 },
        { items_minor: 1, tax_minor: -1 },
        { tax_included_minor: -1 },
        { items_minor: 1, shipping_minor: -1 },
      ],
      orders_completed_was_paid: outside('status', 'completed', 'refunded'),
      orders_fulfilment_status_known: unknown('fulfilment_status'),
      orders_payment_status_known: unknown('payment_status'),
      orders_refund_within_total: outside('refunded_minor', -1, 1),
      orders_status_known: unknown('status'),
      orders_total_sums: [{ total_minor: 1 }, { items_minor: 1 }, { shipping_minor: 1 }, { tax_minor: 1 }],
    },
  },
  'order.shipment': { accepted: { status: 'shipped' }, refused: { shipment_status_known: unknown('status') } },
  'payment.document': {
    accepted: { kind: 'receipt' },
    refused: {
      document_kind_known: unknown('kind'),
      document_total_not_negative: outside('total_minor', -1),
    },
  },
  'payment.document_series': { refused: { document_series_from_one: outside('next', 0) } },
  'payment.ledger_entry': {
    accepted: { amount_minor: 1, debit: 'a', credit: 'b' },
    refused: { ledger_entry_moves: [{ amount_minor: 0 }, { credit: 'a' }] },
  },
  'payment.ledger_posting': { accepted: { kind: 'sale' }, refused: { ledger_posting_kind_known: unknown('kind') } },
  'payment.payable': {
    accepted: { state: 'open' },
    refused: { payable_amount_range: outside('amount_minor', -1), payable_state_known: unknown('state') },
  },
  'payment.payee': { accepted: { status: 'approved' }, refused: { payee_status_known: unknown('status') } },
  'payment.payout': {
    accepted: { status: 'created', amount_minor: 1, account_sealed: 'x' },
    refused: {
      payout_status_known: [{ status: 'whatever', account_sealed: null, ended_at: '2026-01-01' }],
      payout_amount_positive: outside('amount_minor', 0),
      payout_account_while_open: [
        { account_sealed: null },
        { status: 'paid', ended_at: '2026-01-01' },
        { ended_at: '2026-01-01' },
        { status: 'bounced', account_sealed: null },
      ],
    },
  },
  'payment.payment': {
    accepted: { status: 'success', captured_minor: 10, refunding_minor: 0, refunded_minor: 0 },
    refused: {
      payment_amount_range: outside('amount_minor', 0),
      payment_captured_when_paid: [{ status: 'pending' }, { captured_minor: 0 }],
      payment_refund_within_capture: [{ refunding_minor: 11 }, { refunded_minor: 1 }, { refunded_minor: -1 }],
      payment_status_known: [{ status: 'whatever', captured_minor: 0 }],
    },
  },
  'payment.payment_finding': {
    accepted: { state: 'open' },
    refused: { payment_finding_state_known: unknown('state') },
  },
  'payment.refund': {
    accepted: { status: 'pending' },
    refused: { refund_amount_range: outside('amount_minor', 0), refund_status_known: unknown('status') },
  },
  'payment.sale_part': {
    accepted: {
      kind: 'line',
      paid_minor: 10,
      tax_minor: 1,
      discount_minor: 5,
      house_discount_minor: 0,
      whole: 2,
      reversed: 0,
    },
    refused: {
      sale_part_amounts: [
        { paid_minor: -1, tax_minor: -1 },
        { tax_minor: 11 },
        { commission_minor: -1 },
        { house_discount_minor: 6 },
        { house_discount_minor: -1 },
      ],
      sale_part_kind_known: unknown('kind'),
      sale_part_reversed_within: [{ reversed: -1 }, { reversed: 3 }, { whole: 0 }],
    },
  },
  'payment.sandbox_payment': {
    accepted: { status: 'open', amount_minor: 10, refunded_minor: 0 },
    refused: {
      sandbox_payment_refund_range: [{ refunded_minor: -1 }, { refunded_minor: 11 }, { amount_minor: 0 }],
      sandbox_payment_status_known: unknown('status'),
    },
  },
  'payment.sandbox_refund': { refused: { sandbox_refund_amount_range: outside('amount_minor', 0) } },
  'payment.webhook_event': {
    accepted: { state: 'received' },
    refused: { webhook_event_state_known: unknown('state') },
  },
  'product.category': { refused: { category_depth_range: outside('depth', -1, 8) } },
  'product.hold': { accepted: { state: 'held' }, refused: { hold_state_known: unknown('state') } },
  'product.hold_line': {
    refused: {
      hold_line_quantity_range: [{ quantity: 0, returned: 0 }],
      hold_line_returned_range: outside('returned', -1, 2),
    },
  },
  'product.image': {
    accepted: { url: 'https://shop.test/a.png' },
    refused: { image_source_one: [{ url: null }, { picture_hash: 'x' }] },
  },
  'product.movement': { accepted: { kind: 'sold' }, refused: { movement_kind_known: unknown('kind') } },
  'product.product': {
    accepted: { status: 'active' },
    refused: {
      product_price_range: outside('price_minor', -1, 1_000_000_000_001),
      product_rating_range: [...outside('rating', '0.5', '5.5'), { rating: '4', rating_count: -1 }],
      product_status_known: unknown('status'),
    },
  },
  'product.stock': {
    accepted: { on_hand: 5, held: 1 },
    refused: {
      stock_held_range: outside('held', -1, 6),
      stock_on_hand_range: [{ on_hand: 1_000_000_001 }],
      stock_threshold_range: outside('low_threshold', -1, 1_000_000_001),
    },
  },
  'product.stock_task': { accepted: { kind: 'sell' }, refused: { stock_task_kind_known: unknown('kind') } },
  'product.variant': {
    refused: {
      variant_compare_at_range: outside('compare_at_minor', -1, 1_000_000_000_001),
      variant_price_range: outside('price_minor', -1, 1_000_000_000_001),
      variant_weight_range: outside('weight_grams', -1, 10_000_001),
    },
  },
  'user.account': {
    accepted: { status: 'active' },
    refused: {
      account_erased_empty: [
        { status: 'erased', name: 'Asha', password_hash: null },
        { status: 'erased', name: '', password_hash: 'x' },
      ],
      account_status_known: unknown('status'),
    },
  },
  'user.attempt': { refused: { attempt_failures_counted: outside('failures', -1) } },
  'user.keyring': { accepted: { id: 1 }, refused: { keyring_single: outside('id', 2) } },
  'user.one_time_token': {
    accepted: { purpose: 'password_reset' },
    refused: { one_time_token_purpose_known: unknown('purpose') },
  },
  'user.seller': { accepted: { status: 'pending' }, refused: { seller_status_known: unknown('status') } },
  'user.session': {
    accepted: { generation: 1 },
    refused: {
      session_end_has_reason: [{ end_reason: 'logout' }, { ended_at: '2026-01-01' }],
      session_generation_positive: outside('generation', 0),
    },
  },
};
