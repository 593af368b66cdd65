/** The integration service keeps no state, so it has nothing to tell. */
import type { EventCatalogue } from '#platform/events/events.ts';

export const integrationEvents = {} as const satisfies EventCatalogue;
