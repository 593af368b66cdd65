/** What the user service may refuse. */
import type { ErrorTable } from '#platform/errors/problem.ts';

export const userErrors = {
  'auth.invalid_credentials': {
    status: 401,
    title: 'E-mail or password is wrong',
    retry: 'after-change',
    about: 'Nobody has this e-mail with this password, or the account is blocked; which of them is not told.',
  },
  'auth.refresh_invalid': {
    status: 401,
    title: 'This refresh token is not valid',
    retry: 'after-sign-in',
    about: 'It is unknown, expired or was used before; a used one ends its session, because it may be stolen.',
  },
  'user.email_taken': {
    status: 409,
    title: 'This e-mail has an account already',
    retry: 'after-change',
    about: 'E-mails are compared without regard to case. Sign in, or reset the password.',
  },
  'user.not_found': {
    status: 404,
    title: 'There is no such user',
    retry: 'never',
    about: 'The id is unknown, or the caller may not know of this user.',
  },
  'user.password_common': {
    status: 422,
    title: 'This password is too common',
    retry: 'after-change',
    about: 'It stands in lists that attackers try first, or repeats the e-mail. Choose another.',
  },
  'user.password_wrong': {
    status: 422,
    title: 'The current password is wrong',
    retry: 'after-change',
    about: 'A change of password or e-mail and an erasure ask for the current password once more.',
  },
  'user.token_invalid': {
    status: 422,
    title: 'This link is no longer valid',
    retry: 'after-change',
    about: 'Mailed links work once and for 30 minutes. Ask for a new one.',
  },
  'user.last_admin': {
    status: 409,
    title: 'The shop needs an admin',
    retry: 'after-change',
    about: 'The last admin can be neither blocked, erased nor given other roles. Name another admin first.',
  },
  'role.not_found': {
    status: 404,
    title: 'There is no such role',
    retry: 'never',
    about: 'The role id is unknown; `GET /roles` lists them.',
  },
  'role.unknown': {
    status: 422,
    title: 'A role or permission that was named does not exist',
    retry: 'after-change',
    about: 'Each name or id in `roles`, `roleIds` or `permissions` must be one of `GET /roles` or `GET /permissions`.',
  },
  'role.name_taken': {
    status: 409,
    title: 'A role has this name already',
    retry: 'after-change',
    about: 'Role names are unique. Change the role that has it, or choose another name.',
  },
  'role.in_use': {
    status: 409,
    title: 'Users still have this role',
    retry: 'after-change',
    about: 'Take the role from its users before deleting it.',
  },
  'role.built_in': {
    status: 409,
    title: 'This role belongs to the shop',
    retry: 'never',
    about: 'The built-in roles can be neither renamed nor deleted, and admin keeps all its permissions.',
  },
  'session.not_found': {
    status: 404,
    title: 'There is no such session',
    retry: 'never',
    about: 'The id is unknown or belongs to somebody else.',
  },
  'seller.not_found': {
    status: 404,
    title: 'There is no such seller',
    retry: 'never',
    about: 'The id is unknown, or this user never asked to sell.',
  },
  'seller.exists': {
    status: 409,
    title: 'You have a seller profile already',
    retry: 'never',
    about: 'A user sells under one profile; change it with `PUT /sellers/me`.',
  },
  'seller.bad_transition': {
    status: 409,
    title: 'This seller cannot be decided so',
    retry: 'never',
    about: 'The seller already has this status.',
  },
  'setup.done': {
    status: 409,
    title: 'The shop has an admin',
    retry: 'never',
    about: 'The one-time link for the first admin works only while there is none.',
  },
} as const satisfies ErrorTable;
