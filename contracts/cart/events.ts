/** What the cart service tells the others: nothing of carts, only what the audit log keeps. */
import type { EventCatalogue, EventIn } from '#platform/events/events.ts';
import { auditEvents } from '../common/audit.ts';

export const cartEvents = { ...auditEvents } as const satisfies EventCatalogue;

export type CartEvent = EventIn<typeof cartEvents>;
