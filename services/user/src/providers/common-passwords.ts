/**
 * Passwords that guessers try first: the list of zxcvbn-ts, of which those long enough to be chosen here are kept. Loaded when
 * the first password is chosen: the package is large.
 */

const SHORTEST = 8;

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const listed = (dictionary as unknown as Record<string, readonly string[]>)['passwords-common'] ?? [];
  return new Set(listed.filter((password) => password.length >= SHORTEST));
}

let loading: Promise<ReadonlySet<string>> | undefined;

/** In lower case. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= load();
  return loading;
}
