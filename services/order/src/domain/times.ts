/** The latest of several moments. */
export const newestOf = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())));
