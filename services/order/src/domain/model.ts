/** What an order is made of, as its rows hold it. */
import type { AddressReply } from '#contracts/common/address.ts';
import type { FulfilmentStatus, OrderPaymentStatus, OrderStatus } from '#contracts/order/schemas.ts';

/** What happens inside, beside the states that the API knows: an intent, and an intent that came to nothing. */
export type AnyOrderStatus = OrderStatus | 'placing' | 'rejected';

export interface StoredDiscount {
  discountId: number;
  code: string;
  kind: string;
  amountMinor: number;
}

export interface OrderRow {
  id: number;
  number: string;
  user_id: number;
  user_name: string;
  user_email: string;
  status: AnyOrderStatus;
  payment_status: OrderPaymentStatus;
  fulfilment_status: FulfilmentStatus;
  version: number;
  idempotency_key: string | null;
  fingerprint: string;
  instance_id: string;
  cart_id: number | null;
  currency: string;
  items_minor: number;
  discount_minor: number;
  tax_minor: number;
  tax_included_minor: number;
  shipping_minor: number;
  total_minor: number;
  refunded_minor: number;
  discounts: StoredDiscount[];
  shipping_address: AddressReply;
  billing_address: AddressReply | null;
  shipping_code: string | null;
  shipping_name: string | null;
  estimated_delivery: string | null;
  buyer_gstin: string | null;
  payment_method: string | null;
  notes: string | null;
  cancel_reason: string | null;
  payment_id: number | null;
  attempt_id: number | null;
  attempt_version: number;
  payment_tried: boolean;
  expires_at: Date | null;
  expiry_asked_at: Date | null;
  paid_at: Date | null;
  processing_at: Date | null;
  shipped_at: Date | null;
  delivered_at: Date | null;
  cancelled_at: Date | null;
  refunded_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface LineRow {
  id: number;
  order_id: number;
  product_id: number;
  variant_id: number;
  variant_title: string | null;
  title: string;
  sku: string | null;
  image: string | null;
  seller_id: number;
  category_id: number;
  quantity: number;
  returned_quantity: number;
  unit_price_minor: number;
  line_total_minor: number;
  discount_minor: number;
  tax_minor: number;
  tax_percent: string;
  tax_included: boolean;
  hsn: string | null;
  /** What of the discount the shop bears. */
  house_discount_minor: number;
  commission_percent: string;
  commission_minor: number;
}

export interface ShipmentRow {
  id: number;
  order_id: number;
  seller_id: number;
  status: FulfilmentStatus;
  carrier: string | null;
  tracking_number: string | null;
  estimated_delivery: string | null;
  assignee_id: number | null;
  assignee_name: string | null;
  version: number;
  processing_at: Date | null;
  shipped_at: Date | null;
  out_for_delivery_at: Date | null;
  delivered_at: Date | null;
  returned_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface EventRow {
  id: number;
  order_id: number;
  status: OrderStatus;
  payment_status: OrderPaymentStatus;
  fulfilment_status: FulfilmentStatus;
  at: Date;
}

/** What the author of a note is to the order. */
export type AuthorKind = 'buyer' | 'seller' | 'partner' | 'staff';

export interface NoteRow {
  id: number;
  order_id: number;
  author_id: number;
  author_name: string;
  author_kind: AuthorKind;
  text: string;
  visible_to_buyer: boolean;
  created_at: Date;
}

/** A return with its lines, as the order shows it. */
export interface ReturnRow {
  id: number;
  reason: string;
  refund_minor: number;
  created_at: Date;
  lines: { line_id: number; quantity: number; amount_minor: number }[];
}

/** An order with all that belongs to it. */
export interface WholeOrder {
  order: OrderRow;
  lines: LineRow[];
  shipments: ShipmentRow[];
  returns: ReturnRow[];
}
