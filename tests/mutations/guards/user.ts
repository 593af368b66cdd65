import type { Guards } from '../guards.ts';

export const userGuards: Guards = {
  'services/user/src/use-cases/change-roles.ts': {
    'createRole key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …user.createRole',
    ],
  },
  'services/user/src/use-cases/create-user.ts': {
    'createUser key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …user.createUser',
    ],
  },
  'services/user/src/use-cases/sellers.ts': {
    'applyAsSeller key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …user.applyAsSeller',
    ],
  },
  'services/user/src/use-cases/sign-up.ts': {
    'signUp key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …user.signup',
    ],
  },
  'services/user/src/store/accounts.ts': {
    'lockAccount lock': ['tests/races/locks.test.ts', 'held while it is judged: …an account'],
  },
  'services/user/src/store/roles.ts': {
    'lockHolders lock': ['tests/races/locks.test.ts', 'held while it is judged: …who holds a role'],
    'lockRole lock': ['tests/races/locks.test.ts', 'held while it is judged: …the role itself'],
  },
  'services/user/src/store/signing-keys.ts': {
    'lockKeyring lock': ['tests/races/locks.test.ts', 'held while it is judged: …the keys that sign'],
  },
};
