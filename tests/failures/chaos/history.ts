/** What the clients did and were told: the other half of the truth, beside the database. */

export interface CartLine {
  productId: number;
  quantity: number;
}

export type PlacedAs =
  | { kind: 'placed'; order: any }
  | { kind: 'refused'; code: string }
  /** No answer ever came: an order, or none. */
  | { kind: 'unknown' };

export interface Placement {
  turn: number;
  userId: number;
  key: string | null;
  /** The cart before it. */
  lines: CartLine[];
  outcome: PlacedAs;
}

export interface Approval {
  turn: number;
  userId: number;
  orderId: number;
  paymentId: number;
  /** The gateway has the shopper's word and takes no money before the shop captures it. */
  toBeCaptured: boolean;
  /** When the shopper was sent back, having paid. */
  at: Date;
}

export interface Wish {
  turn: number;
  orderId: number;
  /** What was confirmed, with what is needed to see it. */
  kind: 'cancelled' | 'refunded' | 'returned';
  paymentId?: number;
  amount?: string;
}

export interface History {
  placements: Placement[];
  approvals: Approval[];
  wishes: Wish[];
  /** Of each product: what was put on the shelf, and each price it was ever given. */
  putIn: Map<number, number>;
  prices: Map<number, Set<string>>;
  /** What was done, and how it was answered: how often. */
  deeds: Map<string, number>;
  /** What a client saw that must not be. */
  violations: string[];
}

export const emptyHistory = (): History => ({
  placements: [],
  approvals: [],
  wishes: [],
  putIn: new Map(),
  prices: new Map(),
  deeds: new Map(),
  violations: [],
});

export function noted({ deeds }: History, deed: string, { status, body }: { status: number; body: any }): void {
  const name = status < 400 ? deed : `${deed} refused (${body?.code ?? status})`;
  deeds.set(name, (deeds.get(name) ?? 0) + 1);
}
