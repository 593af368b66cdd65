/** Whom the other services may write to; who has no account any more is left out. */

import type { Static } from 'typebox';
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { Contact } from '#contracts/user/schemas.ts';
import type { UserService } from '../base.ts';
import { readContacts } from '../store/accounts.ts';

export async function contacts(
  user: UserService,
  userIds: readonly number[],
): Promise<{ items: Array<Static<typeof Contact>> }> {
  const ids = [...new Set(userIds)].filter((id) => id !== HOUSE_SELLER_ID);
  const found = await readContacts(user.database.kysely, ids);
  return { items: found.map(({ id, email, name, notifications }) => ({ userId: id, email, name, notifications })) };
}
