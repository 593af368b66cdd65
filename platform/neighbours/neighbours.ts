/**
 * What the processes of one shop tell each other at once: a session has ended, a product has changed, an order has moved.
 * Never the truth itself, which is in the database: whoever misses something reads it there a little later.
 */
export interface Neighbours {
  /** No other process has a part in this shop, so what this one knows is all there is to know. */
  readonly alone: boolean;
  /** Told to all others, not to this process; lost when nobody can be reached. */
  tell(topic: string, message: unknown): void;
  hear(topic: string, handler: (message: any) => void): void;
  /** Called when something may have been missed: what is kept in memory may be older than it seems. */
  onGap(handler: () => void): void;
  /** True while everything that was told until a second ago has been heard. */
  hears(): boolean;
}

/** A process without Redis. Unless it is the only one it hears nothing, and what it keeps must be looked at again soon. */
export const withoutNeighbours = (alone: boolean): Neighbours => ({
  alone,
  tell() {},
  hear() {},
  onGap() {},
  hears: () => alone,
});
