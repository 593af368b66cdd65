/** Who may come by which role. */
import { builtInRoles } from '#contracts/common/permissions.ts';

export const ADMIN_ROLE_ID = 3;
export const SELLER_ROLE_ID = 2;
export const CUSTOMER_ROLE_ID = 1;

export interface NamedRole {
  id: number;
  name: string;
  permissions: readonly string[];
}

export type SignupWish = { allowed: true; asksToSell: boolean } | { allowed: false; role: string };

/** A visitor is a customer and may ask to sell; any other role is refused aloud, not dropped in silence. */
export function wishOf(asked: readonly NamedRole[]): SignupWish {
  let asksToSell = false;
  for (const role of asked) {
    const way = builtInRoles.find((builtIn) => builtIn.id === role.id)?.signup ?? 'never';
    if (way === 'never') return { allowed: false, role: role.name };
    if (way === 'after-approval') asksToSell = true;
  }
  return { allowed: true, asksToSell };
}

/** Nobody hands out what he does not hold, or else the right to give roles would be every right. */
export const mayGrant = (held: ReadonlySet<string>, granted: Iterable<string>): boolean =>
  [...granted].every((permission) => held.has(permission));
