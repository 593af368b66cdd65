/** Each container of each overlay starts on the settings that it is given: ConfigMap, variables, and the documented Secret. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSettings, type Settings } from '#apps/server/src/config.ts';
import { allServices } from '#apps/server/src/services.ts';
import { serviceNames } from '#contracts/common/services.ts';
import { readConfig } from '#platform/config/config.ts';
import { silentLogger } from '#platform/log/log.ts';
import { needed } from '#platform/testing/needed.ts';
import { buildGateways } from '#services/payment/src/providers/registry.ts';
import { checkBooksSettings } from '#services/payment/src/wiring/books-settings.ts';
import { hasKubectl, manifestsOf } from './manifests.ts';

const random = '0123456789abcdef'.repeat(4);
const secrets: Record<string, Record<string, string>> = {
  dev: {
    'database-url': 'postgres://haat:made-up@postgres:5432/haat',
    'redis-url': 'redis://:made-up@redis:6379',
    'secret-key': random,
    'admin-password': 'made-up-9321',
  },
  production: {
    'database-url': 'postgres://haat:made-up@db.example.com/haat',
    'redis-url': 'rediss://:made-up@redis.example.com:6379',
    'secret-key': random,
    'admin-password': 'made-up-9321',
    'smtp-url': 'smtp://made:up@mail.example.com:587',
    'stripe-secret-key': 'sk_test_made_up',
    'stripe-webhook-secret': 'whsec_made_up',
  },
};

interface Workload {
  name: string;
  environment: Record<string, string>;
}

needed('kubectl', hasKubectl, () => {
  const folder = mkdtempSync(join(tmpdir(), 'haat-kubernetes-'));
  after(() => rmSync(folder, { recursive: true }));
  const folderOf = (name: string, files: Record<string, string>): string => {
    mkdirSync(join(folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
    return join(folder, name);
  };
  const authorities = folderOf('authorities', { 'database.pem': '', 'redis.pem': '' });

  /** What runs our image, with the environment it would have; files are found where the pod mounts them, nowhere else. */
  function workloadsOf(overlay: string): Workload[] {
    const all = manifestsOf(`deploy/kubernetes/overlays/${overlay}`);
    const secret = folderOf(overlay, secrets[overlay]!);
    const data = (map: string) => all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map)!.data;
    const pods = all.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(kind));
    return pods.flatMap(({ metadata, spec }) => {
      const pod = (spec.jobTemplate?.spec ?? spec).template.spec;
      return [...(pod.initContainers ?? []), ...pod.containers]
        .filter(({ image }) => /(^|\/)haat(:|$)/.test(image))
        .map(({ env = [], envFrom = [], volumeMounts = [] }) => {
          const mounts = volumeMounts.map(({ name, mountPath }: any) => {
            const volume = pod.volumes.find((one: any) => one.name === name);
            if (volume.secret) return [mountPath, secret];
            return volume.configMap?.name === 'haat-authorities' ? [mountPath, authorities] : [mountPath, undefined];
          });
          const found = (value: string): string => {
            const mount = mounts.find(([path, there]: [string, string?]) => there && value.startsWith(`${path}/`));
            return mount ? value.replace(...(mount as [string, string])) : value;
          };
          const given = [
            ...envFrom.flatMap(({ configMapRef }: any) => Object.entries(data(configMapRef.name))),
            ...env.map(({ name, value }: any) => [name, value]),
          ].map(([name, value]) => [name, name.endsWith('_FILE') ? found(value) : value]);
          return { name: metadata.name, environment: Object.fromEntries(given) };
        });
    });
  }

  /** As the process does at its start. */
  function start({ environment }: Workload): Settings {
    const settings = readSettings(environment);
    for (const [name, value] of Object.entries(environment))
      if (name.endsWith('_FILE') && value !== '') readFileSync(value);
    if (environment.SERVICES === undefined) return settings;
    for (const manifest of allServices.filter(({ name }) => settings.services.includes(name))) {
      const config = readConfig(manifest.config, environment) as any;
      if (manifest.name !== 'payment') continue;
      checkBooksSettings(config);
      const base = { config, common: settings.common, log: silentLogger() };
      buildGateways({ base: base as never, sandbox: {} as never });
    }
    return settings;
  }

  const workloads = new Map(Object.keys(secrets).map((overlay) => [overlay, workloadsOf(overlay)]));
  const inProduction = (service: string) => workloads.get('production')!.find(({ name }) => name === service)!;

  for (const [overlay, all] of workloads) {
    test(`${overlay}: every service and the making of tables can read their settings`, () => {
      assert.deepEqual(all.map(({ name }) => name).sort(), [...serviceNames, 'migrate'].sort());
      for (const workload of all) assert.doesNotThrow(() => start(workload), workload.name);
    });
  }

  test('production: who sends mail has a server for it', () => {
    for (const service of ['user', 'order', 'payment']) {
      assert.equal(start(inProduction(service)).server.SMTP_URL, secrets.production!['smtp-url'], service);
    }
  });

  test('production: a key that is not there stops the service with its name', () => {
    const { name, environment } = inProduction('payment');
    const without = (missing: string) => ({ name, environment: { ...environment, [missing]: '' } });
    assert.throws(() => start(without('STRIPE_WEBHOOK_SECRET_FILE')), /STRIPE_WEBHOOK_SECRET/);
    assert.throws(() => start(without('REDIS_URL_FILE')), /REDIS_URL/);
  });

  test('the documented Secret has every key that production reads', () => {
    const documented = readFileSync('docs/deployment.md', 'utf8').matchAll(/--from-literal=([\w-]+)=/g);
    assert.deepEqual([...documented].map(([, key]) => key).sort(), Object.keys(secrets.production!).sort());
  });
});
