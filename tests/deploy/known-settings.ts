/** Which names in an environment mean something to a process with these services. */
import { serverConfig } from '#apps/server/src/config.ts';
import { allServices } from '#apps/server/src/services.ts';

/** Names that nobody reads, with typing errors among them. */
export function unknownSettings(names: readonly string[], services: readonly string[]): string[] {
  const chosen = allServices.filter(({ name }) => services.includes(name));
  const known = new Set(
    [serverConfig, ...chosen.map(({ config }) => config)].flatMap(({ properties }) => Object.keys(properties)),
  );
  return names.filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, '')));
}
