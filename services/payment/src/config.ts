/** Environment variables of the payment service. */
import Type, { type Static } from 'typebox';
import { gatewaySettings } from './providers/settings.ts';
import { booksSettings } from './wiring/books-settings.ts';

export const paymentConfig = Type.Object({
  PAYMENT_GATEWAYS: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Gateways to offer, separated by commas, the default one first. `sandbox` where nothing is set, except in production.',
    }),
  ),
  ALLOW_SANDBOX_IN_PRODUCTION: Type.Boolean({
    default: false,
    description: '1: a production shop may offer the sandbox, where anybody can “pay” without money.',
  }),
  SANDBOX_WEBHOOK_SECRET: Type.Optional(
    Type.String({ minLength: 16, maxLength: 200, description: 'Signs the sandbox’s webhooks. Made from SECRET_KEY.' }),
  ),
  SANDBOX_WEBHOOK_URL: Type.Optional(
    Type.String({
      maxLength: 1_000,
      description:
        'Where the sandbox sends its webhooks, for a line that loses or repeats them. Default: this process.',
    }),
  ),
  PAYMENT_MINUTES: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 1_440,
    description: 'How long an opened payment can be paid, where the gateway leaves the choice.',
  }),
  PAYMENT_RETURN_URL: Type.Optional(
    Type.String({
      maxLength: 1_000,
      description:
        'Where shoppers land after paying, with `{orderId}`, `{number}` and `{status}` filled in. Default: a page that shows the status.',
    }),
  ),
  RECONCILE_EVERY_HOURS: Type.Integer({
    default: 6,
    minimum: 0,
    maximum: 168,
    description: 'How often our payments are compared with what the gateways list; 0 for never.',
  }),
  RECONCILE_DAYS: Type.Integer({
    default: 3,
    minimum: 1,
    maximum: 90,
    description: 'How many days back each comparison goes.',
  }),
  ...gatewaySettings,
  ...booksSettings,
  SHOP_NAME: Type.String({
    default: 'Haat',
    maxLength: 80,
    description: 'Name of the shop on payment pages and receipts.',
  }),
});

export type PaymentConfig = Static<typeof paymentConfig>;
