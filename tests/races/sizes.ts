/** How large the races are: small by themselves, as large as it is asked for by `npm run races`. */
const sizeOf = (name: string, usual: number): number => Number(process.env[`RACES_${name}`] ?? usual);

/** How often two hundred buyers race for one unit. */
export const REPETITIONS = sizeOf('REPETITIONS', 3);
/** Who races for a tenth as many units. */
export const BUYERS = sizeOf('BUYERS', 500);
/** Who races for a tenth as many uses of a coupon. */
export const COUPONS = sizeOf('COUPONS', 100);
/** How often each pair of actions collides; 0: once, in one order. */
export const PAIRS = sizeOf('PAIRS', 0);
