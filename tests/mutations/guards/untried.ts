/**
 * Guards that are known and whose test nobody has named yet: no new one may come in here. `npm run mutations -- --discover`
 * looks for their tests; what is found moves to the list of its service.
 */
export const untried: Readonly<Record<string, readonly string[]>> = {};
