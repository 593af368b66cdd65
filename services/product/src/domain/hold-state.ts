/** Where the hold of an order stands. `released` without lines is a tombstone: a late hold of that order is refused. */
export type HoldState = 'held' | 'sold' | 'released';
