/** A certificate authority of a test's own, and certificates that it signs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Authority {
  /** Its certificate, PEM. */
  file: string;
  /** A certificate for one host name. */
  sign(host: string): { certificate: string; key: string };
}

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

const openssl = (...options: string[]) => execFileSync('openssl', options, { stdio: 'ignore' });
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function newAuthority(folder: string, name: string): Authority {
  const [file, authorityKey] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, '-keyout', authorityKey, '-out', file);
  return {
    file,
    sign(host) {
      const base = join(folder, `${name}-${host}`);
      const [request, names, certificate, key] = [`${base}.csr`, `${base}.ext`, `${base}.crt`, `${base}.key`];
      writeFileSync(names, `subjectAltName=DNS:${host}\n`);
      openssl('req', '-new', ...newKey, '-subj', `/CN=${host}`, '-keyout', key, '-out', request);
      const signer = ['-CA', file, '-CAkey', authorityKey, '-CAcreateserial'];
      openssl('x509', '-req', '-days', '2', '-in', request, ...signer, '-extfile', names, '-out', certificate);
      return { certificate, key };
    },
  };
}
