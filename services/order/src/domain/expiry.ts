/** Until when a new order waits for its payment. */
export const placedExpiry = (createdAt: Date, minutes: number): Date =>
  new Date(createdAt.getTime() + minutes * 60_000);
