/** A program that the launcher has started: ready when it says so or answers, ended when it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { isAnswered } from '#platform/net/ports.ts';

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
}

const READY_WITHIN_MS = 120_000;
/** Longer than a service may take to let its requests end. */
const STOP_WITHIN_MS = 20_000;

/** Rejects with the system's error when it cannot be started, and with what it wrote when it ends before it is ready. */
export async function startProgram(
  name: string,
  command: string,
  words: string[],
  options: ProgramOptions,
): Promise<Program> {
  const { env, readyWhen, answersOn, stopBy = 'SIGTERM', lost } = options;
  // A signal of the terminal reaches the launcher alone, which ends all in order.
  const child = spawn(command, words, { env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let written = '';
  let isReady = false;
  let isStopping = false;
  const hear = (chunk: Buffer) => {
    if (isReady) process.stderr.write(chunk);
    else written += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const ended = once(child, 'exit').then(([code]) => {
    if (isReady && !isStopping) lost(`${name} has ended with ${code}.`);
    return code as number | null;
  });
  failed.catch(() => {});
  ended.catch(() => {});
  const early = ended.then((code) => Promise.reject(new Error(`${name} ended with ${code}:\n${written.trim()}`)));
  early.catch(() => {});
  const ready = async () => {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(readyWhen?.test(written) || (answersOn && (await isAnswered(answersOn))))) {
      if (Date.now() > deadline)
        throw new Error(`${name} did not start within ${READY_WITHIN_MS / 1_000} s:\n${written}`);
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
  return { stop };
}

const isEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Runs a command of ours to its end, showing what it says. */
export async function run(name: string, script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${name} could not be made.`);
}
