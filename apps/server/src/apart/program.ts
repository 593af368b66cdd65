/**
 * A program that the launcher has started: ready when it says so or answers, ended when it is told to, and also when the
 * launcher is gone without a word.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Watchdog, watchOver } from '#platform/lifecycle/watchdog.ts';
import { isAnswered } from '#platform/net/ports.ts';
import { showLines } from './lines.ts';

export interface Program {
  stop(): Promise<void>;
}

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  /** Ready when it has written this, or */
  readyWhen?: RegExp;
  /** when somebody answers on this port. */
  answersOn?: number;
  stopBy?: 'SIGTERM' | 'SIGQUIT';
  /** Told when it ends though nobody wanted it to. */
  lost: (what: string) => void;
  /** Nobody wants it any more, ready or not. */
  ending: AbortSignal;
}

/** Its message says which program did not start, and what it said. */
export class NotStarted extends Error {}

const READY_WITHIN_MS = 120_000;
/** Longer than a service may take to let its requests end. */
const STOP_WITHIN_MS = 20_000;

export async function startProgram(
  name: string,
  command: string,
  words: string[],
  options: ProgramOptions,
): Promise<Program> {
  const { env, readyWhen, answersOn, stopBy = 'SIGTERM', lost, ending } = options;
  ending.throwIfAborted();
  // A signal of the terminal reaches the launcher alone, which ends all in order.
  const child = spawn(command, words, { env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const watchdog: Watchdog | undefined = child.pid === undefined ? undefined : watchOver(child.pid);
  const show = showLines(name, process.stderr);
  let written = '';
  let isReady = false;
  let isStopping = false;
  const hear = (chunk: Buffer) => {
    if (isReady) show(chunk);
    else written += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const ended = once(child, 'exit').then(([code, signal]) => {
    watchdog?.dismiss();
    if (isReady && !isStopping) lost(`${name} has ended (${code ?? signal}).`);
    return (code ?? signal) as number | string;
  });
  failed.catch(() => {});
  ended.catch(() => {});
  const early = ended.then((code) => Promise.reject(new NotStarted(`${name} ended (${code}):\n${written.trim()}`)));
  early.catch(() => {});
  const ready = async () => {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(readyWhen?.test(written) || (answersOn && (await isAnswered(answersOn))))) {
      ending.throwIfAborted();
      if (Date.now() > deadline) {
        throw new NotStarted(`${name} did not start within ${READY_WITHIN_MS / 1_000} s:\n${written.trim()}`);
      }
      if (isEnded(child)) return;
      await pause(50);
    }
  };
  const stop = async () => {
    isStopping = true;
    if (isEnded(child)) return;
    child.kill(stopBy);
    const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(overdue);
  };
  try {
    await Promise.race([ready(), failed, early]);
    if (isEnded(child)) await early;
  } catch (error) {
    if (child.pid !== undefined) await stop();
    throw error;
  }
  isReady = true;
  // What was logged on the way; the rest is for who starts one service by hand.
  for (const line of written.split('\n').filter((text) => text.startsWith('{'))) show(`${line}\n`);
  return { stop };
}

const isEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Runs a command of ours to its end, showing what it says. */
export async function run(name: string, script: string, env: NodeJS.ProcessEnv, ending: AbortSignal): Promise<void> {
  ending.throwIfAborted();
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const watchdog = watchOver(child.pid!);
  const end = () => child.kill('SIGTERM');
  ending.addEventListener('abort', end);
  const [code] = await once(child, 'exit');
  ending.removeEventListener('abort', end);
  watchdog.dismiss();
  ending.throwIfAborted();
  if (code !== 0) throw new NotStarted(`${name} could not be made.`);
}
