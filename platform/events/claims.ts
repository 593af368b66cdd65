/**
 * How long what was claimed stays claimed: a moment, prolonged as long as the claimer lives and works. So what a dead
 * process had in its hands is taken up by the next within seconds, however long the work itself may take.
 */
export const CLAIM_S = 10;

/** Several tries within the life of a claim. */
export const KEEP_EVERY_MS = 3_000;

/** Calls `keep` again and again until the work has ended. One that fails is no harm: at worst somebody does the work again. */
export async function keeping<T>(work: Promise<T>, keep: () => Promise<unknown>, everyMs = KEEP_EVERY_MS): Promise<T> {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void keep()
      .catch(() => {})
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
