/** Each operation of the contract, and who does it. */
import { userApi } from '#contracts/user/api.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { UserService } from './base.ts';
import { logIn } from './use-cases/log-in.ts';
import { logOut } from './use-cases/log-out.ts';
import { getUserRoles, listPermissions, listRoles, roleById } from './use-cases/read-roles.ts';
import { getProfile, getUser, listUsers } from './use-cases/read-users.ts';
import { refresh } from './use-cases/refresh.ts';
import { setUserRoles } from './use-cases/set-user-roles.ts';
import { signUp } from './use-cases/sign-up.ts';
import { validateToken } from './use-cases/validate-token.ts';

export const routesOf = (user: UserService): Handlers<typeof userApi> => stubbed({
  signup: (input, context) => signUp(user, input, context),
  login: (input, context) => logIn(user, input, context),
  refreshToken: (input, context) => refresh(user, input, context),
  validateToken: (_input, context) => validateToken(user, context),
  validateTokenByPost: (_input, context) => validateToken(user, context),
  logout: (_input, context) => logOut(user, context),
  jwks: () => user.signer.publicKeys(),

  getProfile: (_input, context) => getProfile(user, context),
  listUsers: (input, context) => listUsers(user, input, context),
  getUser: (input, context) => getUser(user, input, context),

  listRoles: (input) => listRoles(user, input),
  getRole: ({ params }) => roleById(user.database.kysely, params.id),
  listPermissions: () => listPermissions(),
  getUserRoles: (input) => getUserRoles(user, input),
  setUserRoles: (input, context) => setUserRoles(user, input, context),
});

function stubbed(handlers: Partial<Handlers<typeof userApi>>): Handlers<typeof userApi> {
  const missing = Object.keys(userApi).filter((name) => !(name in handlers));
  return {
    ...handlers,
    ...Object.fromEntries(missing.map((name) => [name, () => Promise.reject(new Error(`${name} comes soon`))])),
  } as any;
}
