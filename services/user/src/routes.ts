/** Each operation of the contract, and who does it. */
import type { userApi } from '#contracts/user/api.ts';
import { callerOf, type Handlers } from '#platform/service/handlers.ts';
import type { UserService } from './base.ts';
import { confirmEmailChange, requestEmailChange } from './use-cases/change-email.ts';
import { changePassword } from './use-cases/change-password.ts';
import { changeProfile } from './use-cases/change-profile.ts';
import { changeRole, createRole, deleteRole } from './use-cases/change-roles.ts';
import { changeUser } from './use-cases/change-user.ts';
import { contacts } from './use-cases/contacts.ts';
import { createUser } from './use-cases/create-user.ts';
import { decideSeller } from './use-cases/decide-seller.ts';
import { eraseProfile, eraseUser } from './use-cases/erase-user.ts';
import { exportProfile } from './use-cases/export-profile.ts';
import { createFirstAdmin } from './use-cases/first-admin.ts';
import { endedSessions } from './use-cases/follow-ends.ts';
import { logIn } from './use-cases/log-in.ts';
import { logOut } from './use-cases/log-out.ts';
import { listAudit } from './use-cases/read-audit.ts';
import { getUserRoles, listPermissions, listRoles, roleById } from './use-cases/read-roles.ts';
import { getShop, listSellers } from './use-cases/read-sellers.ts';
import { getProfile, getUser, listUsers } from './use-cases/read-users.ts';
import { refresh } from './use-cases/refresh.ts';
import { confirmPasswordReset, requestPasswordReset } from './use-cases/reset-password.ts';
import { applyAsSeller, changeOwnSeller, getOwnSeller } from './use-cases/sellers.ts';
import {
  endOwnSession,
  endOwnSessions,
  endUserSessions,
  listSessions,
  listUserSessions,
} from './use-cases/sessions.ts';
import { setUserRoles } from './use-cases/set-user-roles.ts';
import { signUp } from './use-cases/sign-up.ts';
import { validateToken } from './use-cases/validate-token.ts';

export const routesOf = (user: UserService): Handlers<typeof userApi> => ({
  signup: (input, context) => signUp(user, input, context),
  login: (input, context) => logIn(user, input, context),
  refreshToken: (input, context) => refresh(user, input, context),
  validateToken: (_input, context) => validateToken(user, context),
  validateTokenByPost: (_input, context) => validateToken(user, context),
  logout: (_input, context) => logOut(user, context),
  requestPasswordReset: (input, context) => requestPasswordReset(user, input, context),
  confirmPasswordReset: (input, context) => confirmPasswordReset(user, input, context),
  createFirstAdmin: (input, context) => createFirstAdmin(user, input, context),
  jwks: () => user.signer.publicKeys(),

  getProfile: (_input, context) => getProfile(user, context),
  updateProfile: (input, context) => changeProfile(user, input, context),
  changePassword: (input, context) => changePassword(user, input, context),
  requestEmailChange: (input, context) => requestEmailChange(user, input, context),
  confirmEmailChange: (input, context) => confirmEmailChange(user, input, context),
  exportProfile: (_input, context) => exportProfile(user, context),
  eraseProfile: (input, context) => eraseProfile(user, input, context),

  listSessions: ({ query }, context) => listSessions(user, callerOf(context).userId, query, context),
  endSession: ({ params }, context) => endOwnSession(user, params.id, context),
  endSessions: ({ query }, context) => endOwnSessions(user, query.keepCurrent ?? false, context),

  listUsers: (input, context) => listUsers(user, input, context),
  createUser: (input, context) => createUser(user, input, context),
  getUser: (input, context) => getUser(user, input, context),
  updateUser: (input, context) => changeUser(user, input, context),
  eraseUser: (input, context) => eraseUser(user, input, context),
  listUserSessions: (input, context) => listUserSessions(user, input, context),
  endUserSessions: (input, context) => endUserSessions(user, input, context),
  endUserSession: (input, context) => endUserSessions(user, input, context),

  listRoles: (input) => listRoles(user, input),
  createRole: (input, context) => createRole(user, input, context),
  getRole: ({ params }) => roleById(user.database.kysely, params.id),
  updateRole: (input, context) => changeRole(user, input, context),
  deleteRole: (input, context) => deleteRole(user, input, context),
  listPermissions: () => listPermissions(),
  getUserRoles: (input) => getUserRoles(user, input),
  setUserRoles: (input, context) => setUserRoles(user, input, context),

  listSellers: (input) => listSellers(user, input),
  applyAsSeller: (input, context) => applyAsSeller(user, input, context),
  getOwnSeller: (_input, context) => getOwnSeller(user, context),
  updateOwnSeller: (input, context) => changeOwnSeller(user, input, context),
  getShop: (input) => getShop(user, input),
  approveSeller: ({ params }, context) => decideSeller(user, params.id, 'approved', null, context),
  rejectSeller: ({ params, body }, context) => decideSeller(user, params.id, 'rejected', body.reason ?? null, context),

  listAudit: (input) => listAudit(user, input),

  endedSessions: ({ query }) => endedSessions(user, query.since),
  contacts: ({ body }) => contacts(user, body.userIds),
});
