/** Finds the guards in a source, each under a name that survives moved lines: `DECLARATION kind detail`. */
import { kinds } from './kinds.ts';
import type { Source } from './source.ts';

export interface Site {
  file: string;
  /** Unique in its file. */
  name: string;
  line: number;
  /** The line that it stands in, to be shown. */
  shown: string;
  /** The file's text without it. */
  without(): string;
}

export function sitesIn(source: Source): Site[] {
  const { file, code, text, declarations } = source;
  const found = kinds.flatMap((kind) => {
    if (kind.files && !kind.files.test(file)) return [];
    return declarations.flatMap((declaration) => {
      const body = code.slice(declaration.start, declaration.end);
      if (kind.within && !kind.within.test(body)) return [];
      return [...body.matchAll(kind.pattern)].map((match) => ({
        start: declaration.start + match.index,
        end: declaration.start + match.index + match[0].length,
        base: [declaration.name, kind.name, match[1]].filter(Boolean).join(' '),
        kind,
      }));
    });
  });
  found.sort((a, b) => a.start - b.start);
  // `(x is null or x < now())` is one condition.
  const whole = found.filter(({ base, start }, index) => {
    const before = found[index - 1];
    return before?.base !== base || !/^[^()]*\bor\s+(\w+\.)?$/.test(code.slice(before.end, start));
  });
  const seen = new Map<string, number>();
  return whole.map(({ start, end, base, kind }) => {
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    const line = code.slice(0, start).split('\n').length;
    return {
      file,
      name: count === 1 ? base : `${base} ${count}`,
      line,
      shown: text.split('\n')[line - 1]!.trim(),
      without: () => kind.without(code, { start, end }),
    };
  });
}
