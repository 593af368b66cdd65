/** Source files as the search for guards reads them: without comments, cut into their top-level declarations. */
import { globSync, readFileSync } from 'node:fs';

export interface Declaration {
  name: string;
  start: number;
  end: number;
}

export interface Source {
  file: string;
  /** As it stands. */
  text: string;
  /** The same with blanks for comments, so that places agree. */
  code: string;
  declarations: readonly Declaration[];
}

const FOLDERS = ['platform', 'contracts', 'services', 'apps/server'];

/** All that runs in production. */
export function sourceFiles(): string[] {
  return globSync(FOLDERS.map((folder) => `${folder}/**/*.ts`))
    .filter((file) => !/\.test\.ts$|\/testing(\/|\.ts$)|^apps\/server\/demo\//.test(file))
    .sort();
}

export function readSource(file: string): Source {
  return sourceOf(file, readFileSync(file, 'utf8'));
}

export function sourceOf(file: string, text: string): Source {
  const code = withoutComments(text);
  return { file, text, code, declarations: declarationsOf(code) };
}

/** Where something stands is said by the name of its declaration: lines move, names seldom do. */
function declarationsOf(code: string): Declaration[] {
  const found = [...code.matchAll(/^(?:export )?(?:default )?(?:async )?(?:const|let|function|class) (\w+)/gm)];
  return found.map((match, index) => ({
    name: match[1]!,
    start: match.index,
    end: found[index + 1]?.index ?? code.length,
  }));
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Comments in templates are text of SQL, and stay. */
function withoutComments(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(token, (part) => (/^\/[/*]/.test(part) ? blank(part) : part));
}
