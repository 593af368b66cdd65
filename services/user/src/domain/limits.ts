/** How many wrong passwords are borne, counted three ways so that neither guessing pays nor a victim is shut out. */
import { digest } from './refresh-token.ts';

export interface AttemptLimit {
  scope: 'pair' | 'account' | 'network' | 'confirm';
  key: string;
  failures: number;
  windowS: number;
}

const QUARTER_HOUR_S = 900;

/**
 * - one account from one address: 10;
 * - one address over all accounts: 100, against lists of stolen passwords;
 * - one account from everywhere: 100, against guessing from many addresses. Whoever signed in from an address before is
 *   not held up by it there.
 */
export function loginLimits(emailKey: string, network: string, known: boolean): AttemptLimit[] {
  const pair = { scope: 'pair', key: digest(`${emailKey} ${network}`), failures: 10, windowS: QUARTER_HOUR_S } as const;
  const account = { scope: 'account', key: digest(emailKey), failures: 100, windowS: QUARTER_HOUR_S } as const;
  const address = { scope: 'network', key: digest(network), failures: 100, windowS: QUARTER_HOUR_S } as const;
  return known ? [pair, address] : [pair, account, address];
}

/** Asking for the current password once more, inside a session. */
export const confirmLimits = (accountId: number): AttemptLimit[] => [
  { scope: 'confirm', key: String(accountId), failures: 10, windowS: QUARTER_HOUR_S },
];
