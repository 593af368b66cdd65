/** E-mail addresses that the pattern of the contract lets through and that we could not keep or write to safely. */
import { invalid } from '#platform/errors/problem.ts';
import { emailKey } from '../domain/email.ts';

const LONGEST = 254;
/** They mean something in a mail's header: "a,b@example.com" would go to two. */
const MEANING_MORE = /[,;:<>()[\]\\"]/;

export function acceptEmail(email: string): void {
  if (MEANING_MORE.test(email)) throw invalid('email', 'must not hold any of , ; : < > ( ) [ ] \\ "');
  // A few letters grow when they are put in lower case, and the compared form must fit its column too.
  if (emailKey(email).length > LONGEST) throw invalid('email', `must have at most ${LONGEST} characters`);
}
