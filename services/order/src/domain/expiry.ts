/** How long an unpaid order is kept. */
const MINUTE_MS = 60_000;
const AFTER_ATTEMPT_MS = 2 * MINUTE_MS;
const LONGEST_MS = 120 * MINUTE_MS;

/** A payment that was opened keeps its order a little longer than itself; never shortens it, and 2 h at most. */
export function extendedExpiry(order: { created_at: Date; expires_at: Date }, attemptEndsAt: Date): Date {
  const wanted = Math.max(order.expires_at.getTime(), attemptEndsAt.getTime() + AFTER_ATTEMPT_MS);
  return new Date(Math.min(wanted, order.created_at.getTime() + LONGEST_MS));
}

export const placedExpiry = (createdAt: Date, minutes: number): Date =>
  new Date(createdAt.getTime() + minutes * MINUTE_MS);
