/**
 * When to ask a gateway again about an open payment, in case its webhook never comes. While shoppers usually pay, often enough
 * that whoever paid has the order within a minute; then ever less.
 */
const FIRST_S = 20;
const EAGER_S = 40;
/** The first quarter of an hour or so. */
const EAGER_POLLS = 20;
const LONGEST_S = 300;
/** Until it has answered: whoever asks may die, and who has paid shall not wait for a second gap. */
const CLAIMED_S = 10;

export const pollGapS = (polls: number): number =>
  polls === 0 ? FIRST_S : Math.min(EAGER_S * 2 ** Math.min(Math.max(polls - EAGER_POLLS, 0), 10), LONGEST_S);

/** The same in SQL, for those that were asked about at least once. */
export const pollGapSql = (polls: string): string =>
  `case when ${polls} <= ${EAGER_POLLS} then ${EAGER_S} else least(${EAGER_S} * power(2, least(${polls} - ${EAGER_POLLS}, 10)), ${LONGEST_S}) end`;

/** For how long whoever asks for the given time has the payment to himself; later ones can wait for the next gap. */
export const pollClaimSql = (polls: string): string =>
  `case when ${polls} <= ${EAGER_POLLS} then ${CLAIMED_S} else ${pollGapSql(polls)} end`;
