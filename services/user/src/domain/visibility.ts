/** How much of a user others may see. */
import type { User } from '#contracts/user/schemas.ts';

/** For a seller who served this user: whom the parcel is for, and no more. */
export const asBuyer = (user: User): User => ({
  ...user,
  phone: null,
  roles: [],
  permissions: [],
  addresses: [],
  sellerStatus: null,
});
