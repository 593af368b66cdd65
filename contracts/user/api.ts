/** The user service: accounts, sessions, roles, sellers, the audit log. */
import Type from 'typebox';
import { type Api, peersOnly } from '#platform/contract/route.ts';
import { Id } from '#platform/contract/schema.ts';
import { accessApi } from './access.ts';
import { peopleApi } from './people.ts';
import { profileApi } from './profile.ts';
import { Contact, EndedSessionsReply } from './schemas.ts';

export const userApi = {
  ...accessApi,
  ...profileApi,
  ...peopleApi,
  endedSessions: {
    method: 'GET',
    path: '/internal/user/ended-sessions',
    access: peersOnly,
    summary: 'Sessions that ended since a moment; every service polls it',
    query: Type.Object({
      since: Type.Integer({ minimum: 0, default: 0, description: 'Milliseconds since the epoch' }),
    }),
    reply: EndedSessionsReply,
  },
  contacts: {
    method: 'POST',
    path: '/internal/user/contacts',
    access: peersOnly,
    repeatable: true,
    summary: 'Names and e-mails of users; unknown ids are left out',
    body: Type.Object({ userIds: Type.Array(Id, { maxItems: 200 }) }),
    reply: Type.Object({ items: Type.Array(Contact) }),
  },
} as const satisfies Api;
