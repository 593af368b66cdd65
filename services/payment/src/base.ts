/** What is passed through the payment service. */
import type { Transaction } from 'kysely';
import type { orderApi } from '#contracts/order/api.ts';
import type { PlatformTables } from '#platform/events/tables.ts';
import type { ServiceBase } from '#platform/service/manifest.ts';
import type { Executor } from '#platform/sql/database.ts';
import type { PaymentConfig } from './config.ts';
import type { GatewayDesk } from './providers/desk.ts';
import type { PdfPress } from './providers/pdf-press.ts';
import type { SandboxTables } from './simulator/in-shop/tables.ts';
import type { PaymentRow } from './store/payments.ts';
import type { PaymentTables } from './store/tables.ts';
import type { Background } from './wiring/background.ts';
import type { Batches } from './wiring/batches.ts';
import type { DeliveryBell } from './wiring/delivery.ts';

export type Tables = PaymentTables & SandboxTables & PlatformTables;
export type Tx = Transaction<Tables>;
export type Rows = Executor<Tables>;

export type PaymentBase = ServiceBase<Tables, PaymentConfig, { order: typeof orderApi }>;

export interface PaymentService extends PaymentBase {
  gateways: GatewayDesk;
  /** Steps that many shoppers take at once share a transaction. */
  batches: Batches;
  press: PdfPress;
  /** Wakes the worker that delivers documents. */
  deliveryBell: DeliveryBell;
  /** Work that goes on after a request was answered. */
  background: Background;
  /** Attempts that this process is opening at a gateway now: who asks for the same one waits for the same answer. */
  opening: Map<number, Promise<PaymentRow>>;
}
