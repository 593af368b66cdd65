/** Which addresses count as one: an IPv4 address, or the 64 bits of IPv6 that one household is given. */
import { isIPv6 } from 'node:net';

export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(ip)) return ip.slice(0, 64);
  return `${expand(ip.split('%')[0]!).slice(0, 4).join(':')}::/64`;
}

function expand(ip: string): string[] {
  const [head = '', tail] = ip.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...new Array<string>(Math.max(missing, 0)).fill('0'), ...back].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
