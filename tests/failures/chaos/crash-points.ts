/** The named places at which a process may be made to die, by the service that runs them, each with how often it is passed at most before it strikes. */

export interface CrashPoint {
  name: string;
  /** Whose process passes it; null: that of every service. */
  service: string | null;
  /** The plan lets it strike at the first to the n-th passing: low where few checkouts come by. */
  upTo: number;
}

export const crashPoints: readonly CrashPoint[] = [
  { name: 'order.intended', service: 'order', upTo: 20 },
  { name: 'order.claimed', service: 'order', upTo: 20 },
  { name: 'order.held', service: 'order', upTo: 20 },
  { name: 'order.placing', service: 'order', upTo: 20 },
  { name: 'order.placed', service: 'order', upTo: 20 },
  { name: 'order.finished', service: 'order', upTo: 20 },
  { name: 'order.refusing', service: 'order', upTo: 4 },
  { name: 'order.rejected', service: 'order', upTo: 4 },
  { name: 'payment.attempt_made', service: 'payment', upTo: 10 },
  { name: 'payment.created', service: 'payment', upTo: 15 },
  { name: 'payment.announced', service: 'payment', upTo: 15 },
  { name: 'payment.webhook_stored', service: 'payment', upTo: 15 },
  { name: 'payment.recording', service: 'payment', upTo: 15 },
];
