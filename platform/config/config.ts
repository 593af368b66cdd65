/**
 * Typed configuration from the environment: each variable declared with type, default and a sentence; each also as
 * `<NAME>_FILE` naming a file that holds the value; everything checked at once, before anything starts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Static, TObject } from 'typebox';
import { partDecoder } from '../contract/decode.ts';
import { Problem } from '../errors/problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A wrong setting; the message is a sentence that says what to set. */
export class ConfigError extends Error {}

export function readConfig<S extends TObject>(schema: S, environment: Environment): Static<S> {
  const raw: Record<string, string> = {};
  for (const name of Object.keys(schema.properties)) {
    const value = settingOf(name, environment);
    if (value !== undefined && value !== '') raw[name] = value;
  }
  try {
    return partDecoder(schema, '', true)(raw) as Static<S>;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const faults = (error.errors ?? []).map(({ field, message }) => `${field} ${message}`);
    throw new ConfigError(`The configuration is not valid: ${faults.join('; ')}.`);
  }
}

function settingOf(name: string, environment: Environment): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError(`${name}_FILE names ${file}, which cannot be read.`);
  }
}

/** Names that start with HAAT_ are ours alone, so an unknown one is a typing error. */
export function refuseUnknown(environment: Environment, known: readonly string[]): void {
  const names = new Set(known.flatMap((name) => [name, `${name}_FILE`]));
  const unknown = Object.keys(environment).filter((name) => name.startsWith('HAAT_') && !names.has(name));
  if (unknown.length > 0)
    throw new ConfigError(`Unknown setting ${unknown.join(', ')}; see docs/reference/configuration.md.`);
}

/** `.env` in the working folder, where it exists; what the environment already says wins. */
export function withEnvFile(environment: Environment, path = '.env'): Environment {
  if (!existsSync(path)) return environment;
  return { ...parseEnv(readFileSync(path, 'utf8')), ...environment };
}
