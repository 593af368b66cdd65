/** On whose behalf seeding calls the services: the house, and each demo person. */
import { randomUUID } from 'node:crypto';
import { builtInRoles, HOUSE_SELLER_ID, permissionNames } from '#contracts/common/permissions.ts';
import type { Logger } from '#platform/log/log.ts';
import { type Context, systemContext } from '#platform/service/context.ts';

const LONG_MS = 120_000;

export interface Person {
  id: number;
  email: string;
  name: string;
  roles: readonly string[];
}

export const house: Person = { id: HOUSE_SELLER_ID, email: '', name: 'Haat', roles: ['admin'] };

export function actingAs(person: Person, log: Logger): Context {
  const permissions = person.roles.flatMap(
    (name) => builtInRoles.find((role) => role.name === name)?.permissions ?? [],
  );
  return {
    ...systemContext(log, `seed-${randomUUID()}`, LONG_MS),
    caller: {
      userId: person.id,
      email: person.email,
      name: person.name,
      sessionId: '0',
      roles: person.roles,
      permissions: new Set<string>(person === house ? permissionNames : permissions),
      expiresAtS: Date.now() / 1_000 + LONG_MS,
    },
  };
}
