/** The two rules that keep rights from running away: nobody hands out or touches more than he holds, and an admin stays. */
import { isProblem, problem } from '#platform/errors/problem.ts';
import type { Context } from '#platform/service/context.ts';
import { callerOf } from '#platform/service/handlers.ts';
import type { Tx, UserService } from '../base.ts';
import { ADMIN_ROLE_ID, mayGrant } from '../domain/roles.ts';
import { type AuditNote, recordAudit } from '../store/audit.ts';
import { activeHolders } from '../store/roles.ts';
import type { RolesOfUser } from '../store/views.ts';

/** `permissions`: those given, or those of the account that is acted upon. */
export function refuseBeyond(context: Context, permissions: readonly string[]): void {
  const { permissions: held } = callerOf(context);
  if (mayGrant(held, permissions)) return;
  const missing = [...new Set(permissions.filter((permission) => !held.has(permission)))];
  throw problem('auth.forbidden', { detail: `You do not hold these permissions yourself: ${missing.join(', ')}.` });
}

/** A refusal undoes its transaction, so it is written to the audit log after it. */
export async function recordingRefusals<T>(
  user: UserService,
  context: Context,
  about: Pick<AuditNote, 'entity' | 'entityId'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isProblem(error, 'auth.forbidden')) {
      const details = { reason: error.detail ?? '' };
      await recordAudit(user.database.kysely, context, [{ action: 'rights.refused', ...about, details }]);
    }
    throw error;
  }
}

/**
 * After a change to an admin; the caller holds the lock on the admin role, so that two changes cannot each count on the
 * other's admin.
 */
export async function keepAnAdmin(tx: Tx, before: RolesOfUser): Promise<void> {
  if (!before.roles.some((role) => role.id === ADMIN_ROLE_ID)) return;
  if ((await activeHolders(tx, ADMIN_ROLE_ID)) === 0) throw problem('user.last_admin');
}
