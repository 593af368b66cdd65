/** What `POST /v1/checkout/sessions` takes, by the version of the API that the caller pins. */
import Type from 'typebox';
import { shape } from '../../http/shape.ts';

const closed = { additionalProperties: false };
const text = (maxLength = 5_000) => Type.String({ minLength: 1, maxLength });
const count = Type.String({ pattern: '^[1-9][0-9]{0,5}$' });
const minor = Type.String({ pattern: '^[0-9]{1,12}$' });
const address = Type.String({ pattern: '^https?://', maxLength: 5_000 });
const optional = Type.Optional;
const oneOf = (...values: string[]) => Type.Union(values.map((value) => Type.Literal(value)));
export const unixTime = Type.String({ pattern: '^[0-9]{1,12}$' });
export const Metadata = Type.Record(Type.String({ pattern: '^.{1,40}$' }), Type.String({ maxLength: 500 }), {
  maxProperties: 50,
});
export const Expand = Type.Array(text(200), { maxItems: 20 });

export const methodNames = ['card', 'upi', 'link', 'alipay', 'sepa_debit', 'us_bank_account'];

const PriceData = Type.Object(
  {
    currency: text(10),
    unit_amount: minor,
    product: optional(text(100)),
    product_data: optional(
      Type.Object(
        {
          name: text(),
          description: optional(text()),
          images: optional(Type.Array(address, { maxItems: 8 })),
          metadata: optional(Metadata),
        },
        closed,
      ),
    ),
    tax_behavior: optional(oneOf('exclusive', 'inclusive', 'unspecified')),
  },
  closed,
);

const addressLines = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const;
const Shipping = Type.Object(
  {
    name: text(),
    phone: optional(text(100)),
    carrier: optional(text(100)),
    tracking_number: optional(text(100)),
    address: Type.Object(Object.fromEntries(addressLines.map((line) => [line, optional(text(500))])), closed),
  },
  closed,
);

const common = {
  mode: oneOf('payment', 'setup', 'subscription'),
  client_reference_id: optional(text(200)),
  success_url: optional(address),
  cancel_url: optional(address),
  return_url: optional(address),
  line_items: optional(
    Type.Array(
      Type.Object({ quantity: optional(count), price: optional(text(100)), price_data: optional(PriceData) }, closed),
      { minItems: 1, maxItems: 100 },
    ),
  ),
  metadata: optional(Metadata),
  payment_intent_data: optional(
    Type.Object(
      {
        metadata: optional(Metadata),
        description: optional(text(1_000)),
        receipt_email: optional(text(500)),
        statement_descriptor: optional(text(22)),
        statement_descriptor_suffix: optional(text(22)),
        shipping: optional(Shipping),
      },
      closed,
    ),
  ),
  expires_at: optional(unixTime),
  customer_email: optional(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 500 })),
  locale: optional(text(10)),
  submit_type: optional(oneOf('auto', 'book', 'donate', 'pay')),
  billing_address_collection: optional(oneOf('auto', 'required')),
  expand: optional(Expand),
};

/** Version 23 of Stripe's own library came with this change. */
const METHODS_RENAMED = '2026-09-30';

const older = shape(
  Type.Object(
    {
      ...common,
      payment_method_types: optional(Type.Array(oneOf(...methodNames))),
      ui_mode: optional(oneOf('hosted', 'embedded')),
    },
    closed,
  ),
);
const newer = shape(
  Type.Object(
    {
      ...common,
      allowed_payment_method_types: optional(Type.Array(oneOf(...methodNames))),
      ui_mode: optional(oneOf('hosted_page', 'embedded_page', 'elements')),
    },
    closed,
  ),
);

export const sessionParams = (version: string) => (version.slice(0, 10) >= METHODS_RENAMED ? newer : older);

export interface SessionParams {
  mode: string;
  client_reference_id?: string;
  success_url?: string;
  cancel_url?: string;
  line_items?: Array<{
    quantity?: string;
    price?: string;
    price_data?: { currency: string; unit_amount: string; product_data?: { name: string }; product?: string };
  }>;
  metadata?: Record<string, string>;
  payment_intent_data?: { metadata?: Record<string, string>; description?: string };
  expires_at?: string;
  customer_email?: string;
  payment_method_types?: string[];
  allowed_payment_method_types?: string[];
  ui_mode?: string;
  expand?: string[];
}
