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
    'addAccount conflict': [
      'services/user/src/use-cases/first-admin.test.ts',
      'preparing a prepared shop changes nothing',
    ],
    'improveHash state password_hash': [
      'services/user/src/use-cases/log-in.test.ts',
      'a hash of older parameters is renewed at the next sign-in, also when ten sign in at once',
    ],
    'BY_EMAIL owner account_id': [
      'services/user/src/use-cases/log-in.test.ts',
      'guessing from many addresses is stopped, while the owner gets in from where he has been before',
    ],
    'lockAccount lock': ['tests/races/locks.test.ts', 'held while it is judged: …an account'],
  },
  'services/user/src/store/roles.ts': {
    'takeRole owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'roles of one account are set, given and taken',
    ],
    'giveRoles conflict': [
      'services/user/src/store/one-account.test.ts',
      'roles of one account are set, given and taken',
    ],
    'setRoles owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'roles of one account are set, given and taken',
    ],
    'addRole conflict': [
      'services/user/src/use-cases/roles.test.ts',
      'a name has one role, also when twenty ask for it at once',
    ],
    'lockHolders lock': ['tests/races/locks.test.ts', 'held while it is judged: …who holds a role'],
    'lockRole lock': ['tests/races/locks.test.ts', 'held while it is judged: …the role itself'],
  },
  'services/user/src/store/signing-keys.ts': {
    'lockKeyring lock': ['tests/races/locks.test.ts', 'held while it is judged: …the keys that sign'],
  },
  'services/user/src/store/sessions.ts': {
    'forgetDevices owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'devices of one account are forgotten',
    ],
    'ownsSession owner account_id': [
      'services/user/src/use-cases/sessions.test.ts',
      'an admin sees and ends anyone’s sessions; nobody else does',
    ],
    'ofAccount owner account_id': [
      'services/user/src/use-cases/sessions.test.ts',
      'a user sees his sessions: device, last seen, which is this one',
    ],
    'ofOne owner account_id': [
      'services/user/src/use-cases/sessions.test.ts',
      'somebody else’s session looks like none, and stays',
    ],
    'ROTATE state expires_at': [
      'services/user/src/use-cases/refresh.test.ts',
      'a session that was idle too long, or is too old, is over',
    ],
    'ROTATE state idle_until': [
      'services/user/src/use-cases/refresh.test.ts',
      'a session that was idle too long, or is too old, is over',
    ],
    'ROTATE state ended_at': [
      'services/user/src/use-cases/refresh.test.ts',
      'a repeat after ten seconds is a theft: the session ends, for both holders',
    ],
    'ROTATE state refresh_hash': [
      'services/user/src/use-cases/refresh.test.ts',
      'within ten seconds a repeat gets the same successor, as long as that one is unused',
    ],
    'ROTATE state generation': [
      'services/user/src/use-cases/refresh.test.ts',
      'within ten seconds a repeat gets the same successor, as long as that one is unused',
    ],
  },
  'services/user/src/store/one-time-tokens.ts': {
    'countRecentTokens owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'links of one account are voided, erased and counted',
    ],
    'eraseOneTimeTokens owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'links of one account are voided, erased and counted',
    ],
    'voidOneTimeTokens state used_at': [
      'services/user/src/store/one-account.test.ts',
      'links of one account are voided, erased and counted',
    ],
    'voidOneTimeTokens owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'links of one account are voided, erased and counted',
    ],
    'takeOneTimeToken state expires_at': [
      'services/user/src/store/one-account.test.ts',
      'a link is taken once and while it lives',
    ],
    'addOneTimeToken conflict': [
      'services/user/src/use-cases/passwords.test.ts',
      'a mail job that runs twice mails the same link under the same Message-ID',
    ],
    'takeOneTimeToken state used_at': [
      'services/user/src/use-cases/passwords.test.ts',
      'of ten uses of one link at the same time exactly one sets its password',
    ],
  },
  'services/user/src/store/sellers.ts': {
    'readSellers owner account_id':
      'Spares reading: those who were not asked for are left out when the answer is put together.',
    'REMEMBER conflict': [
      'services/user/src/store/one-account.test.ts',
      'the shop of one seller is changed, read and erased',
    ],
    'eraseSeller owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'the shop of one seller is changed, read and erased',
    ],
    'changeSeller owner account_id': [
      'services/user/src/store/one-account.test.ts',
      'the shop of one seller is changed, read and erased',
    ],
    'listSellerRows owner account_id': [
      'services/user/src/use-cases/sellers.test.ts',
      'sellers are listed newest first, paged, with the house among them',
    ],
    'isBuyerOf owner account_id': [
      'services/user/src/use-cases/users.test.ts',
      'a seller sees the buyers of his own orders and nobody else, and of them only who they are',
    ],
    'isBuyerOf owner seller_id': [
      'services/user/src/use-cases/users.test.ts',
      'a seller sees the buyers of his own orders and nobody else, and of them only who they are',
    ],
    'decideSeller state status': [
      'services/user/src/use-cases/sellers.test.ts',
      'a decision is made once: of ten approvals at the same moment one counts',
    ],
    'decideSeller owner account_id': [
      'services/user/src/use-cases/sellers.test.ts',
      'a rejected seller hears why, loses the role and the shop page, and can be approved later',
    ],
    'addSeller conflict': [
      'services/user/src/use-cases/sellers.test.ts',
      'who asks to sell waits, and is in the list of those who wait',
    ],
  },
  'services/user/src/store/attempts.ts': {
    'COUNT state window_ends_at': ['services/user/src/use-cases/log-in.test.ts', 'ten wrong passwords for one account'],
    'BEGIN conflict': [
      'services/user/src/use-cases/log-in.test.ts',
      'ten wrong passwords for one account from one address, and the eleventh try waits, right or wrong',
    ],
  },
  'services/user/src/store/user-list.ts': {
    'filtered owner seller_id': [
      'services/user/src/use-cases/users.test.ts',
      'a seller sees the buyers of his own orders and nobody else, and of them only who they are',
    ],
    'filtered owner account_id 2': [
      'services/user/src/use-cases/users.test.ts',
      'a seller sees the buyers of his own orders and nobody else, and of them only who they are',
    ],
    'filtered owner account_id': [
      'services/user/src/use-cases/users.test.ts',
      'users are found by part of name or e-mail, by role and by status, without pattern characters at work',
    ],
  },
  'services/user/src/store/views.ts': {
    'readRolesOf owner account_id': [
      'services/user/src/use-cases/users.test.ts',
      'users are found by part of name or e-mail, by role and by status, without pattern characters at work',
    ],
  },
  'services/user/src/store/clean-up.ts': {
    'old state status': ['services/user/src/store/one-account.test.ts', 'what is cleared away has done its work'],
    'old state window_ends_at': [
      'services/user/src/store/one-account.test.ts',
      'what is cleared away has done its work',
    ],
    'old state expires_at': ['services/user/src/store/one-account.test.ts', 'what is cleared away has done its work'],
  },
  'services/user/src/use-cases/first-admin.ts': {
    'createFirstAdmin key': [
      'services/user/src/use-cases/first-admin.test.ts',
      'a repeated request with its Idempotency-Key gets the same answer',
    ],
  },
  'services/user/src/use-cases/prepare.ts': {
    'ADD_PERMISSIONS conflict': [
      'services/user/src/use-cases/first-admin.test.ts',
      'preparing a prepared shop changes nothing',
    ],
    'ADD_ROLE conflict': [
      'services/user/src/use-cases/first-admin.test.ts',
      'preparing a prepared shop changes nothing',
    ],
  },
};
