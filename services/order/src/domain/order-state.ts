/**
 * The states of an order and the steps between them. `placing` and `rejected` are inside matters: an intent that nobody
 * sees, and one that came to nothing.
 */
import type { AnyOrderStatus } from './model.ts';

export const orderStatuses = ['placing', 'rejected', 'pending', 'completed', 'cancelled', 'refunded'] as const;

const steps: Readonly<Record<AnyOrderStatus, readonly AnyOrderStatus[]>> = {
  placing: ['pending', 'rejected'],
  rejected: [],
  pending: ['completed', 'cancelled'],
  completed: ['cancelled', 'refunded'],
  cancelled: [],
  refunded: [],
};

export const mayBecome = (from: AnyOrderStatus, to: AnyOrderStatus): boolean => steps[from].includes(to);

/** A buyer, seller or admin sees only what stands. */
export const isVisible = (status: AnyOrderStatus): boolean => status !== 'placing' && status !== 'rejected';
