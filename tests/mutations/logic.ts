/**
 * Guards that no syntax shows: rules in the middle of other code. Each with the text that makes it up, which stands once
 * in its file, and what is put in its place.
 */
import { readFileSync } from 'node:fs';
import { logicGuards } from './guards/logic.ts';
import type { Proof } from './guards.ts';
import type { Site } from './sites.ts';

export interface LogicGuard {
  file: string;
  name: string;
  cut: string;
  by: string;
  proof: Proof;
}

/** Those whose text is gone, or stands there more than once. */
export const lostLogic = (): string[] =>
  logicGuards
    .filter(({ file, cut }) => readFileSync(file, 'utf8').split(cut).length !== 2)
    .map(({ file, name }) => `${file}: ${name}`);

export function logicSites(): Array<{ site: Site; proof: Proof }> {
  return logicGuards.map(({ file, name, cut, by, proof }) => {
    const text = readFileSync(file, 'utf8');
    const line = text.slice(0, text.indexOf(cut)).split('\n').length;
    return { site: { file, name, line, shown: cut, without: () => text.replace(cut, () => by) }, proof };
  });
}
