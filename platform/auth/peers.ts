/** How services prove to each other who they are: a short-lived signed statement "from, to, until" in one header. */
import { deriveKey, sign, unsign } from './signed.ts';

export const PEER_HEADER = 'x-haat-peer';
const LIVES_MS = 60_000;

export interface PeerIdentity {
  /** The header value for a call from this service to `target`. */
  issue(target: string): string;
  /** The calling service's name, or null. */
  accept(header: string | undefined, target: string): string | null;
}

export function createPeerIdentity(secretKey: string, self: string): PeerIdentity {
  const key = deriveKey(secretKey, 'peer-identity');
  return {
    issue: (target) => sign(key, `${self}:${target}:${Date.now() + LIVES_MS}`),
    accept(header, target) {
      const [from, to, until] = (header ? unsign(key, header) : null)?.split(':') ?? [];
      return from && to === target && Number(until) > Date.now() ? from : null;
    },
  };
}
