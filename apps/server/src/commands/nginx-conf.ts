/**
 * `npm run nginx:conf` writes the nginx configurations of `deploy/` from the contracts; with `--check` it writes nothing
 * and fails when one is out of date. With `--upstreams 127.0.0.1:8101,127.0.0.1:8102` it prints one for those replicas.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { serviceNames, servicePorts } from '#contracts/common/services.ts';
import { type NginxOptions, nginxConfig } from '../proxy/nginx.ts';

const whole = ['haat:8000'];
const split = Object.fromEntries(
  serviceNames.map((name) => [name, [`${name}:${servicePorts[name]}`]]),
) as unknown as NginxOptions['upstreams'];

const container = { listen: '8080', folder: '/tmp/nginx', accessLog: '/dev/stdout' };
/** The name server that every container finds there. */
const compose = { ...container, resolver: '127.0.0.11' };
const tls = { listen: '8443', certificate: '/run/secrets/tls_certificate', key: '/run/secrets/tls_key' };
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const files: Record<string, NginxOptions> = {
  'deploy/nginx/one.conf': { ...compose, upstreams: whole },
  'deploy/nginx/one-tls.conf': { ...compose, upstreams: whole, tls },
  'deploy/nginx/six.conf': { ...compose, upstreams: split },
  'deploy/nginx/six-tls.conf': { ...compose, upstreams: split, tls },
  // A cluster's Services keep their addresses and spread the load; its ingress speaks for the clients.
  'deploy/kubernetes/base/nginx.conf': { ...container, upstreams: split, behind: privateNetworks },
};

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    upstreams: { type: 'string' },
    listen: { type: 'string', default: '8080' },
    folder: { type: 'string', default: '/run/haat-nginx' },
  },
});

if (values.upstreams) {
  const upstreams = values.upstreams.split(',').map((address) => address.trim());
  process.stdout.write(nginxConfig({ upstreams, listen: values.listen, folder: values.folder }));
} else if (values.check) {
  const stale = Object.entries(files).filter(([path, options]) => contentOf(path) !== nginxConfig(options));
  if (stale.length > 0) {
    process.stderr.write(`Out of date: ${stale.map(([path]) => path).join(', ')}. Run \`npm run nginx:conf\`.\n`);
    process.exit(1);
  }
} else {
  for (const [path, options] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, nginxConfig(options));
  }
  process.stdout.write(`${Object.keys(files).length} files written to deploy/.\n`);
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
