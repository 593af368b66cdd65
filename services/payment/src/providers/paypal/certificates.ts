/**
 * The certificates that PayPal signs its webhooks with. A message names the address of its certificate, so the address is
 * judged first: only PayPal's own hosts, by TLS. Then the certificate: its name, its dates, and whatever chain it comes
 * with. PayPal may send it alone; then the TLS of the host it came from is what vouches for it.
 */

import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

export interface CertificatesOptions {
  /** The body behind an address. */
  fetch(url: string): Promise<string>;
  /** The address of a rehearsal, whose certificates are taken from it instead. */
  insteadOf?: string | undefined;
  now?: () => Date;
}

export interface Certificates {
  /** Null: not an address or a certificate of PayPal's. Throws where it cannot be fetched. */
  keyAt(url: string | undefined): Promise<KeyObject | null>;
}

const HOSTS = new Set(['api.paypal.com', 'api.sandbox.paypal.com', 'api-m.paypal.com', 'api-m.sandbox.paypal.com']);
const PATH = '/v1/notifications/certs/';
const NAME = /^CN=messageverificationcerts(\.sandbox)?\.paypal\.com$/m;
const KEPT = 8;
const KEPT_MS = 12 * 3_600_000;
const MAX_LENGTH = 64_000;

export function openCertificates({ fetch, insteadOf, now = () => new Date() }: CertificatesOptions): Certificates {
  const known = new Map<string, { at: number; key: Promise<KeyObject | null> }>();

  return {
    keyAt(url) {
      if (url === undefined || !isAllowed(url, insteadOf)) return Promise.resolve(null);
      const kept = known.get(url);
      if (kept && now().getTime() - kept.at < KEPT_MS) return kept.key;
      const key = fetch(url).then((text) => keyIn(text, now()));
      known.set(url, { at: now().getTime(), key });
      key.catch(() => known.delete(url));
      const [oldest] = known.keys();
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
      return key;
    },
  };
}

function isAllowed(text: string, insteadOf: string | undefined): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, pathname, search, username, origin } = new URL(text);
  const plain = search === '' && username === '' && /^[\w./-]+$/.test(pathname) && !pathname.includes('..');
  if (!plain) return false;
  if (insteadOf !== undefined) {
    const base = new URL(insteadOf);
    return origin === base.origin && pathname.startsWith(base.pathname.replace(/\/+$/, '') + PATH);
  }
  return protocol === 'https:' && HOSTS.has(hostname) && port === '' && pathname.startsWith(PATH);
}

function keyIn(text: string, now: Date): KeyObject | null {
  const pems = text.slice(0, MAX_LENGTH).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    const chain = pems.slice(0, 6).map((pem) => new X509Certificate(pem));
    const [leaf] = chain;
    if (!leaf || !NAME.test(leaf.subject) || !chain.every((one) => isCurrent(one, now)) || !isLinked(chain))
      return null;
    return leaf.publicKey;
  } catch {
    return null;
  }
}

const isCurrent = (certificate: X509Certificate, now: Date): boolean =>
  new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);

/** Each is signed by the next, and a chain that was sent ends at a root that this machine trusts. */
function isLinked(chain: readonly X509Certificate[]): boolean {
  const linked = chain.every((one, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined || (issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey));
  });
  if (!linked || chain.length === 1) return linked;
  const last = chain.at(-1)!;
  return rootCertificates.some((pem) => {
    const root = new X509Certificate(pem);
    return last.fingerprint256 === root.fingerprint256 || (last.checkIssued(root) && last.verify(root.publicKey));
  });
}
