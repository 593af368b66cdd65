/** A few letters grow when they are put in lower case, and the compared form must fit its column too. */
import { invalid } from '#platform/errors/problem.ts';
import { emailKey } from '../domain/email.ts';

const LONGEST = 254;

export function refuseLongEmail(email: string): void {
  if (emailKey(email).length > LONGEST) throw invalid('email', `must have at most ${LONGEST} characters`);
}
