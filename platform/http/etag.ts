/** If-None-Match as RFC 9110 has it: a list, compared weakly, since a proxy that compresses an answer weakens its tag. */
export function isKnownTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((tag) => strong(tag.trim()) === strong(etag));
}

const strong = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);
