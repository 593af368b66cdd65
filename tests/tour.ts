/**
 * Runs the first tour of the README as a newcomer would: its `sh` blocks, one after the other in one shell. A comment line
 * `# → text` promises that what was printed since the last promise holds this text.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const EXAMPLE_ADDRESS = 'http://localhost:8000';
const MARK = '@@promise';
const PROMISE = /^\s*#\s*→\s*(.+?)\s*$/;

export interface Tour {
  script: string;
  promises: readonly string[];
}

export function tourOf(markdown: string): Tour {
  const part = /<!-- tour -->([\s\S]*?)<!-- \/tour -->/.exec(markdown)?.[1];
  if (part === undefined) throw new Error('There is no tour between <!-- tour --> and <!-- /tour -->.');
  const blocks = [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!);
  if (blocks.length === 0) throw new Error('The tour has no sh block.');
  const promises: string[] = [];
  const lines = blocks
    .join('\n')
    .split('\n')
    .map((line) => {
      const promised = PROMISE.exec(line)?.[1];
      if (promised === undefined) return line;
      promises.push(promised);
      return `printf '\\n${MARK}\\n'`;
    });
  return { script: lines.join('\n'), promises };
}

/** Throws, with what was printed, when a command fails or a promise is not kept. */
export async function runTour(markdown: string, shopUrl: string): Promise<void> {
  const { script, promises } = tourOf(markdown);
  // The newcomer's PATH, with the Node that runs this test in front.
  const bin = fileURLToPath(new URL('.', `file://${process.execPath}`));
  const shell = spawn('bash', ['-c', `set -euo pipefail\n${script.replaceAll(EXAMPLE_ADDRESS, shopUrl)}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: `${bin}:${process.env.PATH}`, HOME: process.env.HOME },
    timeout: 60_000,
  });
  let printed = '';
  let errors = '';
  shell.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  shell.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(shell, 'close');
  const parts = printed.split(MARK);
  promises.forEach((promised, index) => {
    const reached = index < parts.length - 1;
    if (!reached || !parts[index]!.includes(promised)) {
      throw new Error(`The tour promised "${promised}", but printed: ${parts[index]?.trim()}\n${errors}`);
    }
  });
  if (code !== 0) throw new Error(`The tour ended with ${code} after: ${parts.at(-1)!.trim()}\n${errors}`);
}
