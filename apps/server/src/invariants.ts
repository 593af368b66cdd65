/**
 * The invariants of the whole shop, each one SQL statement over all schemas that returns the rows which break it.
 * Run after every test that opened a shop. Names follow ARCHITECTURE.md.
 */
export interface Invariant {
  name: string;
  /** Rows that break it; the first column says which. */
  violations: string;
}

export const invariants: readonly Invariant[] = [];

export async function brokenInvariants(query: (text: string) => Promise<unknown[]>): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, violations } of invariants) {
    const rows = await query(violations);
    if (rows.length > 0) broken.push(`${name}: ${rows.length} rows, e.g. ${JSON.stringify(rows[0])}`);
  }
  return broken;
}
