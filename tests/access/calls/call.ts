/** What has to be said of a route before anybody may call it. */
import type { CallerName, Cast, PersonName } from '../cast.ts';

export interface Attempt {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Instead of the caller's usual one. */
  token?: string;
}

export interface Call {
  /** A call that succeeds for `caller`, made anew each time. */
  call: (cast: Cast, caller: CallerName) => Attempt | Promise<Attempt>;
  /** Who gets it; all whom the rule lets in, when left out. Must be said of every route that names an id. */
  may?: readonly CallerName[] | 'all';
  /** What the others get; they cannot tell it from an id that does not exist. */
  refusal?: string;
  /** For whom neither is promised. */
  open?: readonly PersonName[];
  /** The outcome for those who get in, where it is not the route's success. */
  answers?: string | number;
}

export const everyone = { may: 'all' } as const;
export const nothing = { call: () => ({}) };
export const admins: readonly PersonName[] = ['admin'];
export const readers: readonly PersonName[] = ['support', 'admin'];
