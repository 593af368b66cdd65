/**
 * What a process that a test starts takes over from us: where programs are, and where Node keeps the code that it has
 * compiled; no setting of whoever runs the tests.
 */
export function bareEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE };
}
