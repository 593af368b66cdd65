/** Percentages on the wire: decimal text with two places, or as many as are needed. */
import { percentText } from '#contracts/common/money.ts';

/** Up to 100 with at most four decimals, as text; null when it is not. */
export function percentFrom(text: string): string | null {
  const match = /^0*(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const tenThousandths = Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0'));
  return tenThousandths <= 1_000_000 ? percentText(`${Number(match[1])}.${match[2] ?? ''}`) : null;
}
