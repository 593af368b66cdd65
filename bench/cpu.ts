/** CPU time of a process and its children in milliseconds, and its memory, read from /proc; undefined on systems without it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Fixed at 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

/** Position of the fields of /proc/<pid>/stat, counted behind the command. */
const PARENT = 1;
const OWN = [11, 12];
const REAPED_CHILDREN = [13, 14];

export function cpuMs(pid: number | undefined): number | undefined {
  const fields = pid === undefined ? undefined : statOf(pid);
  return fields && sum(fields, OWN);
}

/** With living children and those that ended: the sum never falls when a database backend exits. */
export function familyCpuMs(pid: number | undefined): number | undefined {
  const fields = pid === undefined ? undefined : statOf(pid);
  if (!fields) return undefined;
  let total = sum(fields, OWN) + sum(fields, REAPED_CHILDREN);
  for (const entry of readdirSync('/proc')) {
    const child = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (child && Number(child[PARENT]) === pid) total += sum(child, OWN);
  }
  return total;
}

export const memoryMb = (pid: number): number | undefined => statusMb(pid, 'VmRSS');

/** The most that it ever had. */
export const peakMemoryMb = (pid: number): number | undefined => statusMb(pid, 'VmHWM');

function statusMb(pid: number, field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match ? Math.round(Number(match[1]) / 1_024) : undefined;
  } catch {
    return undefined;
  }
}

function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command may hold blanks and brackets, so the fields are counted from the last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const sum = (fields: string[], which: number[]): number =>
  which.reduce((total, index) => total + Number(fields[index]), 0) * MS_PER_TICK;
