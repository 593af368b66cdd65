/** When to ask a gateway again about an open payment: soon at first, then ever less, in case its webhook never comes. */
const FIRST_S = 20;
const LONGEST_S = 300;

export const pollGapS = (polls: number): number => Math.min(FIRST_S * 2 ** Math.min(polls, 10), LONGEST_S);
