/** Events that the user service listens to. */
import type { AuditRecord } from '#contracts/common/audit.ts';
import type { EventHandlers } from '#platform/events/inbox.ts';
import { storeAudit } from './store/audit.ts';

export const handlers: EventHandlers = {
  'audit.recorded': (tx, event) => storeAudit(tx, event.source, event.requestId, event.data as AuditRecord),
};
