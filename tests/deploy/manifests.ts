/** What a Kustomize overlay makes, as `kubectl` would send it, and whether Kubernetes' own API types accept it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [part: string]: any;
}

export const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

export function manifestsOf(folder: string): Manifest[] {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}

/** `apps/v1` is declared in `kubernetes-types/apps/v1`, `v1` in `core/v1`, `networking.k8s.io/v1` in `networking/v1`. */
function moduleOf(apiVersion: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `kubernetes-types/${group!.split('.')[0]}/${version}`;
}

/**
 * The compiler's complaints about these as literals of the published types: fields that do not exist, values of another
 * type, fields that are missing.
 */
export function complaints(manifests: readonly Manifest[]): string {
  const cache = resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'manifests-'));
  try {
    const texts = manifests.map(
      (manifest, index) =>
        `import type { ${manifest.kind} as Type${index} } from '${moduleOf(manifest.apiVersion)}';\n` +
        `export const manifest${index}: Type${index} = ${JSON.stringify(manifest, null, 1)};\n`,
    );
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, texts.join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', '', '--module', 'preserve'];
    const result = spawnSync(resolve('node_modules/.bin/tsc'), [...options, file], { encoding: 'utf8' });
    return result.status === 0 ? '' : result.stdout + result.stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
