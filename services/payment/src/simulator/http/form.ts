/** Form bodies with brackets, as Stripe takes them: `a[b][0]=c` is `{a: {b: ['c']}}`. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const MAX_DEPTH = 10;

/** Null when a name is malformed or contradicts another. */
export function parseForm(text: string): { [name: string]: FormValue } | null {
  const root: { [name: string]: FormValue } = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const match = KEY.exec(key);
    if (!match) return null;
    const path = [match[1]!, ...[...match[2]!.matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1]!)];
    if (path.length > MAX_DEPTH || !place(root, path, value)) return null;
  }
  return listsOf(root) as { [name: string]: FormValue };
}

function place(root: { [name: string]: FormValue }, path: readonly string[], value: string): boolean {
  let at: { [name: string]: FormValue } = root;
  for (const [index, step] of path.entries()) {
    const name = step === '' ? String(Object.keys(at).length) : step;
    if (index === path.length - 1) {
      if (name in at) return false;
      at[name] = value;
      return true;
    }
    const next = at[name] ?? (Object.create(null) as { [name: string]: FormValue });
    if (typeof next === 'string' || Array.isArray(next)) return false;
    at[name] = next;
    at = next;
  }
  return true;
}

/** What is numbered from 0 without a gap is a list. */
function listsOf(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, listsOf(item)] as const);
  const numbered = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return numbered ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}
