/** Names for addresses, made from titles. A slug holds a letter, so that it is never taken for an id. */
const MAX_LENGTH = 100;

/** "Crème brûlée, 250 g" → "creme-brulee-250-g"; `fallback` where nothing of the title can be written so. */
export function slugOf(title: string, fallback: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  if (slug === '') return fallback;
  return /[a-z]/.test(slug) ? slug : `${fallback}-${slug}`;
}
