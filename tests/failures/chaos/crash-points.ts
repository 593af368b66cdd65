/** The named places at which a process may be made to die, by the service that runs them, each with how often it is passed at most before it strikes. */

export interface CrashPoint {
  name: string;
  /** Whose process passes it; null: that of every service. `reconcile` is the command of that name. */
  service: string | null;
  /** The plan lets it strike at the first to the n-th passing: low where few checkouts come by. */
  upTo: number;
}

const at = (service: string | null, upTo: number, ...names: string[]): CrashPoint[] =>
  names.map((name) => ({ name, service, upTo }));

export const crashPoints: readonly CrashPoint[] = [
  // A placement, step by step, and its refusal.
  ...at(
    'order',
    20,
    'order.intended',
    'order.claimed',
    'order.held',
    'order.placing',
    'order.placed',
    'order.finished',
  ),
  ...at('order', 2, 'order.refusing', 'order.rejected'),
  // The peers have done it, and nobody hears of it.
  ...at('cart', 20, 'cart.claimed', 'cart.settled'),
  ...at('product', 20, 'product.held', 'product.settling', 'product.settled'),
  ...at('product', 2, 'product.released'),
  // A payment, from the attempt to the money's way back.
  ...at('payment', 15, 'payment.attempt_made', 'payment.created', 'payment.announced', 'sandbox.decided'),
  ...at('payment', 15, 'payment.webhook_stored', 'payment.recording', 'payment.settled'),
  ...at('payment', 3, 'payment.refund_sent', 'payment.attempt_closed'),
  // The gateways' books beside ours.
  ...at('reconcile', 3, 'payment.compared', 'payment.confirmed'),
  // What all services do alike: events sent and taken in, jobs, keys.
  ...at(null, 25, 'relay.claimed', 'relay.delivered', 'inbox.consuming', 'inbox.consumed', 'job.claimed', 'job.run'),
  ...at(null, 15, 'idempotency.claimed'),
];
