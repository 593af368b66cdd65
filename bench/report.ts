/** The table that is printed, and the same for programs. */
import { writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import type { Row } from './compare.ts';
import type { Check } from './exactness.ts';

export interface Failure {
  title: string;
  concurrency: number;
  message: string;
}

export interface Report {
  machine: string;
  products: number;
  secondsEach: number;
  transactionRunner: string;
  /** Targets of their own: a start on the database with all products, and memory before the first request. */
  start: Check[];
  rows: Row[];
  failures: Failure[];
  exactness: Check[];
  /** The same shop as one process, as six, and with two of each; only when asked for. */
  arrangements: Array<{ name: string; rows: Row[] }>;
  tookSeconds: number;
}

/** Targets are for this concurrency. */
export const TARGET_CONCURRENCY = 32;

export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${gigabytes} GB, ${type()} ${release()}, Node ${process.versions.node}`;
}

const columns: readonly { head: string; of: (row: Row) => string }[] = [
  { head: 'scenario', of: (row) => row.title },
  { head: 'c', of: (row) => String(row.concurrency) },
  { head: '/s', of: (row) => rate(row.perSecond) },
  { head: 'p50 ms', of: (row) => row.p50Ms.toFixed(1) },
  { head: 'p99 ms', of: (row) => row.p99Ms.toFixed(1) },
  { head: 'errors', of: (row) => String(row.errors) },
  { head: 'haat %', of: (row) => percent(row.cpu.shop) },
  { head: 'postgres %', of: (row) => percent(row.cpu.postgres) },
  { head: 'driver %', of: (row) => percent(row.cpu.driver) },
  { head: 'after s', of: (row) => (row.settleSeconds ?? 0).toFixed(1) },
  { head: 'reference /s', of: (row) => `${row.reference} ${rate(row.referencePerSecond)}` },
  { head: 'ratio', of: (row) => row.ratio.toFixed(row.ratio < 0.1 ? 3 : 2) },
  { head: 'target', of: targetOf },
];

function targetOf(row: Row): string {
  if (row.target === undefined || row.concurrency !== TARGET_CONCURRENCY) return '';
  return `${row.target} ${mark(row.ratio >= row.target && row.errors === 0)}`;
}

export function headLine(): string {
  return line(columns.map(({ head }) => head));
}

export function rowLine(row: Row): string {
  return line(columns.map(({ of }) => of(row)));
}

const widths = [15, 3, 7, 7, 7, 7, 7, 11, 9, 8, 19, 6, 8];
const line = (cells: string[]): string =>
  cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!)))
    .join(' ')
    .trimEnd();

export function printEnd(report: Report): void {
  const out: string[] = [''];
  for (const { title, concurrency, message } of report.failures) out.push(`✗ ${title} c${concurrency}: ${message}`);
  for (const { title, concurrency, complaints } of report.rows) {
    for (const complaint of complaints) out.push(`✗ ${title} c${concurrency}: ${complaint}`);
  }
  if (report.arrangements.length > 0) out.push(...arrangementLines(report.arrangements), '');
  for (const { name, passed, detail } of [...report.start, ...report.exactness]) {
    out.push(`${mark(passed)} ${name}: ${detail}`);
  }
  out.push('', `${report.machine}; ${report.tookSeconds.toFixed(0)} s in all`);
  process.stdout.write(`${out.join('\n')}\n`);
}

/** Ratios to one process, each taken by way of its own reference. */
function arrangementLines(measured: Report['arrangements']): string[] {
  const [first, ...others] = measured;
  if (!first) return [];
  return first.rows.map((one) => {
    const compared = others.map(({ name, rows }) => {
      const row = rows.find(({ key }) => key === one.key);
      return `${name} ${row ? (row.ratio / one.ratio).toFixed(2) : '✗'}`;
    });
    return `${one.title.padEnd(15)} ${first.name} 1   ${compared.join('   ')}`;
  });
}

export const writeJson = (file: string, report: Report): Promise<void> =>
  writeFile(file, `${JSON.stringify(report, null, 2)}\n`);

const mark = (passed: boolean): string => (passed ? '✓' : '✗');
const rate = (perSecond: number): string => (perSecond < 100 ? perSecond.toFixed(1) : perSecond.toFixed(0));
const percent = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(0));
