/** The user service for one use case of a command, whether the shop runs or not: what it emits and mails waits in its tables. */
import { randomUUID } from 'node:crypto';
import { createEndedSessions } from '#platform/auth/sessions.ts';
import { readConfig } from '#platform/config/config.ts';
import { registerErrors } from '#platform/errors/problem.ts';
import { createJobQueue } from '#platform/events/jobs.ts';
import { createOutbox } from '#platform/events/outbox.ts';
import { createLogger } from '#platform/log/log.ts';
import { withoutNeighbours } from '#platform/neighbours/neighbours.ts';
import type { UserBase } from '#services/user/src/base.ts';
import { userService } from '#services/user/src/service.ts';
import { openCommandDatabase } from './command-database.ts';
import { openDatabases } from './databases.ts';
import { subscribersOf } from './services.ts';

export async function withUserService<T>(work: (user: UserBase) => Promise<T>): Promise<T> {
  const command = await openCommandDatabase();
  const log = createLogger({ level: 'error', pretty: false });
  registerErrors(userService.errors);
  const databases = await openDatabases([userService], command.settings, command.url, log);
  const { database } = databases.get('user')!;
  try {
    return await work({
      name: 'user',
      instanceId: randomUUID(),
      database,
      config: readConfig(userService.config, command.settings.environment),
      common: command.settings.common,
      log,
      outbox: createOutbox({ subscribersOf, wake: () => {} }),
      jobs: createJobQueue(() => {}),
      endedSessions: createEndedSessions({ fed: false }),
      neighbours: withoutNeighbours(true),
    } as unknown as UserBase);
  } finally {
    await database.close();
    await command.close();
  }
}
