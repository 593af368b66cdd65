/** Where uploaded files live: one interface, so that a folder can become object storage without a service noticing. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

export interface FileStore {
  /** Keys are relative paths such as `products/12/ab34.webp`; writing an existing key replaces it. */
  put(key: string, bytes: Buffer): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<Buffer | null>;
  exists(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
}

export function folderStore(folder: string): FileStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => {
    const path = resolve(join(root, key));
    if (!path.startsWith(root + sep)) throw new Error(`The key ${JSON.stringify(key)} leaves the store.`);
    return path;
  };
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      // Readers see the old file or the whole new one, never a part.
      const partial = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.part`;
      await writeFile(partial, bytes);
      await rename(partial, path);
    },
    get: (key) => readFile(pathOf(key)).catch(nullWhenMissing),
    exists: async (key) => (await stat(pathOf(key)).catch(nullWhenMissing)) !== null,
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

function nullWhenMissing(error: unknown): null {
  if ((error as { code?: string }).code === 'ENOENT') return null;
  throw error;
}
