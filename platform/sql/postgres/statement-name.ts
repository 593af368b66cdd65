/** Statement names by text. Bounded: beyond it, a text built per request would fill the server's memory. */
const names = new Map<string, string>();
const MAX_NAMES = 2_000;

export function statementName(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `h${names.size}`;
    names.set(text, name);
  }
  return name;
}
