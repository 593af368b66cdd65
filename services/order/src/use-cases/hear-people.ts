/** News of people: who may be given a parcel, who wants mail, who asked to be forgotten. */
import type { Static } from 'typebox';
import { builtInRoles } from '#contracts/common/permissions.ts';
import type { userEvents } from '#contracts/user/events.ts';
import type { EventOf } from '#platform/events/events.ts';
import { erasePerson, rememberPerson } from '../store/people.ts';
import type { OrderTx } from './record-change.ts';

const DELIVERS = 'shipments.deliver';

/** A role of the shop's own making cannot be judged here; the token is, when its bearer comes to deliver. */
function mayDeliver(roles: readonly string[]): boolean {
  return roles.some((name) => {
    const known = builtInRoles.find((role) => role.name === name);
    return known === undefined || (known.permissions as readonly string[]).includes(DELIVERS);
  });
}

export async function hearPerson(
  tx: OrderTx,
  { data, version }: EventOf<string, Static<(typeof userEvents)['user.changed']>>,
): Promise<void> {
  await rememberPerson(tx, {
    user_id: data.userId,
    version,
    name: data.name.slice(0, 200),
    may_deliver: data.status === 'active' && mayDeliver(data.roles),
    wants_mail: data.notifications.email,
  });
}

export async function hearErasure(
  tx: OrderTx,
  { data, version }: EventOf<string, Static<(typeof userEvents)['user.erased']>>,
): Promise<void> {
  await erasePerson(tx, data.userId, version);
}
