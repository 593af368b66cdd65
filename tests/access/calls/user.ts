/** Calls of the user service. */
import { signInAgain, unique } from '../../steps.ts';
import { applicant, freshToken, made, newcomer } from '../cast.ts';
import { admins, type Call, everyone, nothing, readers } from './call.ts';

const password = 'a quiet river bank';
const fresh = () => ({ email: `${unique('n')}@shop.test`, password });
const role = () => ({ name: unique('role') });
const mailed = 'no-such-mailed-token';
const wrongPassword = { body: { password: 'not the one' } };

export const user: Record<string, Call> = {
  signup: { call: () => ({ body: fresh() }) },
  login: { call: ({ people }) => ({ body: { email: people.customer.email, password: people.customer.password } }) },
  refreshToken: {
    call: async ({ shop, people }) => ({
      body: { refreshToken: (await signInAgain(shop, people.customer)).refreshToken },
    }),
  },
  validateToken: nothing,
  validateTokenByPost: nothing,
  logout: { call: async (cast, caller) => ({ token: await freshToken(cast, caller) }) },
  requestPasswordReset: { call: () => ({ body: { email: fresh().email } }) },
  confirmPasswordReset: { call: () => ({ body: { token: mailed, password } }), answers: 'user.token_invalid' },
  createFirstAdmin: { call: () => ({ body: { token: mailed, ...fresh() } }), answers: 'setup.done' },
  jwks: nothing,
  getProfile: nothing,
  updateProfile: { call: () => ({ body: {} }) },
  changePassword: {
    call: () => ({ body: { currentPassword: 'not the one', newPassword: password } }),
    answers: 'user.password_wrong',
  },
  requestEmailChange: {
    call: () => ({ body: { email: fresh().email, ...wrongPassword.body } }),
    answers: 'user.password_wrong',
  },
  confirmEmailChange: { call: () => ({ body: { token: mailed } }), answers: 'user.token_invalid' },
  exportProfile: nothing,
  eraseProfile: { call: () => wrongPassword, answers: 'user.password_wrong' },
  listSessions: nothing,
  endSession: {
    call: async ({ shop, people }) => {
      const { token } = await signInAgain(shop, people.customer);
      const { items } = await shop.expect(200, 'GET', '/sessions?limit=100', { token });
      return { params: { id: items.find((session: any) => session.current).id } };
    },
    may: ['customer'],
    refusal: 'session.not_found',
  },
  endSessions: { call: () => ({ query: { keepCurrent: true } }) },
  listUsers: nothing,
  createUser: { call: () => ({ body: fresh() }) },
  getUser: {
    call: ({ people }) => ({ params: { id: people.customer.id } }),
    may: ['customer', 'seller', ...readers],
    refusal: 'user.not_found',
  },
  updateUser: {
    call: async (cast) => ({ params: { id: (await newcomer(cast)).id }, body: { name: 'Renamed' } }),
    may: admins,
  },
  eraseUser: { call: async (cast) => ({ params: { id: (await newcomer(cast)).id } }), may: admins },
  listUserSessions: { call: ({ people }) => ({ params: { id: people.customer.id } }), may: readers },
  endUserSessions: { call: async (cast) => ({ params: { id: (await newcomer(cast)).id } }), may: admins },
  endUserSession: {
    call: async (cast) => {
      const { id, token } = await newcomer(cast);
      const { items } = await cast.shop.expect(200, 'GET', '/sessions', { token });
      return { params: { id, sessionId: items[0].id } };
    },
    may: admins,
  },
  listRoles: nothing,
  createRole: { call: () => ({ body: role() }) },
  getRole: { call: () => ({ params: { id: 1 } }), may: readers },
  updateRole: {
    call: async (cast) => ({
      params: { id: (await made(cast, 'admin', '/roles', role())).id },
      body: { about: 'Other' },
    }),
    may: admins,
  },
  deleteRole: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/roles', role())).id } }),
    may: admins,
  },
  listPermissions: nothing,
  getUserRoles: { call: ({ people }) => ({ params: { id: people.customer.id } }), may: readers },
  setUserRoles: {
    call: async (cast) => ({ params: { id: (await newcomer(cast)).id }, body: { roleIds: [1] } }),
    may: admins,
  },
  listSellers: nothing,
  applyAsSeller: {
    call: async (cast, caller) => ({
      token: caller === 'nobody' ? undefined : (await newcomer(cast)).token,
      body: { shopName: unique('Neem') },
    }),
  },
  getOwnSeller: { ...nothing, may: ['seller', 'otherSeller'], refusal: 'seller.not_found' },
  updateOwnSeller: {
    call: () => ({ body: { about: 'Lamps' } }),
    may: ['seller', 'otherSeller'],
    refusal: 'seller.not_found',
  },
  getShop: { call: ({ people }) => ({ params: { id: people.seller.id } }), ...everyone },
  approveSeller: { call: async (cast) => ({ params: { id: (await applicant(cast)).id } }), may: admins },
  rejectSeller: { call: async (cast) => ({ params: { id: (await applicant(cast)).id }, body: {} }), may: admins },
  listAudit: nothing,
};
