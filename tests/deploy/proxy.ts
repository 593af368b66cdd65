/** Debian's nginx with one of our configurations, in a folder and on a port of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NginxOptions, nginxArguments, nginxConfig } from '#apps/server/src/proxy/nginx.ts';
import { freePort, isAnswered } from '#platform/net/ports.ts';
import { until } from '#platform/testing/until.ts';

export interface NginxProxy {
  url: string;
  port: number;
  folder: string;
  /** One entry for each request. */
  accessLog(): Promise<{ path: string; method: string; status: number; upstream: string; requestId: string }[]>;
  stop(): Promise<void>;
}

export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

export async function startProxy(options: Omit<NginxOptions, 'listen' | 'folder' | 'accessLog'>): Promise<NginxProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'haat-nginx-'));
  const port = await freePort();
  const accessLog = join(folder, 'access.log');
  const file = join(folder, 'nginx.conf');
  await writeFile(file, nginxConfig({ ...options, listen: `127.0.0.1:${port}`, folder, accessLog }));
  const child = spawn('nginx', nginxArguments(file), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'exit');
  await until(`nginx listens; it said: ${said}`, async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    return isAnswered(port);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    async accessLog() {
      const lines = (await readFile(accessLog, 'utf8')).trim().split('\n');
      return lines.filter(Boolean).map((line) => JSON.parse(line));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
