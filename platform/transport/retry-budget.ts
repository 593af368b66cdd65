/** Lets a tenth of the calls be tried again, and a few more after a quiet time: who is in trouble is not asked ever more. */
export interface RetryBudget {
  /** A call has been made. */
  earn(): void;
  /** True: one may be tried again. */
  spend(): boolean;
}

const PER_CALL = 0.1;
const MOST = 10;

export function createRetryBudget(): RetryBudget {
  let left = MOST;
  return {
    earn() {
      left = Math.min(left + PER_CALL, MOST);
    },
    spend() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
