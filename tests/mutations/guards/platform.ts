import type { Guards } from '../guards.ts';

export const platformGuards: Guards = {
  'platform/auth/signed.ts': {
    'unsign secret': ['tests/access/tokens.test.ts', ''],
  },
  'platform/events/forget.ts': {
    'FORGET_ANSWERS state claimed_at': [
      'platform/events/forget.test.ts',
      'not one that is claimed again at this moment',
    ],
    'JOBS state status': ['platform/events/forget.test.ts', 'jobs that are done; those that wait or are dead stay'],
  },
  'platform/events/inbox.ts': {
    'REMEMBER conflict': [
      'platform/events/events.test.ts',
      'an event whose acknowledgement was lost is sent again and takes effect once',
    ],
  },
  'platform/events/jobs.ts': {
    'ENQUEUE conflict': ['platform/events/events.test.ts', 'the same kind and key is enqueued once'],
    'CLAIM state status': [
      'platform/events/events.test.ts',
      'a failed job is repeated later and keeps why; a done one is not run again',
    ],
    'CLAIM state run_at': ['platform/events/events.test.ts', 'a job that is planned for later is not run before'],
    'FAILED state status': [
      'platform/events/events.test.ts',
      'a job that was closed, though the answer of the database was lost, stays done',
    ],
    'INHERIT state run_at': 'Spares a write: what is due already stays due.',
    'INHERIT state status': 'Spares a write: nobody looks at when a finished job would be due.',
    'KEEP state status': 'Spares a write: nobody looks at when a finished job would be due.',
  },
  'platform/events/relay.ts': {
    'CLAIM state next_at': [
      'platform/events/events.test.ts',
      'behind one that failed the later ones wait, those of other entities do not',
    ],
    'CLAIM state status': ['platform/events/events.test.ts', 'a dead one is overtaken: it waits for a person'],
    'INHERIT state next_at': 'Spares a write: what is due already stays due.',
    'INHERIT state status': 'Spares a write: a dead delivery is not claimed whatever its time says.',
    'KEEP state next_at': 'Spares a delay: what was given back while it was kept would come half a minute late.',
    'KEEP state status': 'Spares a write: a dead delivery is not claimed whatever its time says.',
  },
  'platform/service/idempotency.ts': {
    'CLAIM conflict': [
      'platform/service/idempotency.test.ts',
      'the same key and body has one effect and one answer, whenever it is repeated',
    ],
    'CLAIM state status': [
      'platform/service/idempotency.test.ts',
      'the same key and body has one effect and one answer, whenever it is repeated',
    ],
    'FINISH state claim': [
      'platform/service/idempotency.test.ts',
      'the same key and body has one effect and one answer, whenever it is repeated',
    ],
    'KEEP state claim': 'Spares a delay: one that lost its claim would prolong that of whoever took the key over.',
    'FREE state claim': ['platform/service/idempotency.test.ts', 'a refusal frees the key for a new attempt'],
    'CLAIM state fingerprint': [
      'platform/service/idempotency.test.ts',
      'a claim whose holder died is not taken over with another body',
    ],
    'CLAIM state claim': ['platform/service/idempotency.test.ts', 'a request that is at work keeps its key'],
    'CLAIM state claimed_at': ['platform/service/idempotency.test.ts', 'a request that is at work keeps its key'],
  },
  'platform/sql/changes/change-where.ts': {
    'found lock': [
      'platform/events/events.test.ts',
      'workers that look for work at the same moment never take the same job',
    ],
    'locking lock': 'Runs on MySQL only, which this command does not start.',
    'locking lock 2': 'Runs on MySQL only, which this command does not start.',
    'locking lock 3': 'Runs on MySQL only, which this command does not start.',
  },
  'platform/sql/changes/delete-rows.ts': {
    'remove lock': 'Runs on MySQL only, which this command does not start.',
  },
  'platform/sql/changes/insert-rows.ts': {
    'conflictText conflict': ['platform/events/events.test.ts', 'the same kind and key is enqueued once'],
    'conflictText conflict 2': 'Makes the words; the guards are the definitions that ask for them, each on the list.',
  },
  'platform/sql/changes/keys.ts': {
    'lockByKeys lock': 'Runs on MySQL only, which this command does not start.',
  },
  'platform/sql/changes/update-rows.ts': {
    'postgresText lock': ['services/cart/src/use-cases/two-processes.test.ts', 'of many orders for one cart, one wins'],
    'lockingText lock': 'Runs on MySQL only, which this command does not start.',
  },
  'platform/sql/mysql/translate.ts': {
    'translate lock': 'Translates the words of a lock that stands elsewhere.',
  },
  'apps/server/src/metrics.ts': {
    'equal secret': ['apps/server/src/metrics.test.ts', 'metrics are told to who has the token, and to nobody else'],
  },
  'apps/server/src/dead-letters.ts': {
    'replayDeadLetter state status 2': [
      'tests/apart/dead-letters.test.ts',
      'replayed when its cause is mended, it takes effect; all others with --all',
    ],
    'replayDeadLetter state status': [
      'tests/apart/dead-letters.test.ts',
      'replayed when its cause is mended, it takes effect; all others with --all',
    ],
  },
};
