/** The Kubernetes overlays: valid by the published API types, whole, and as careful as they claim to be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allServices } from '#apps/server/src/services.ts';
import { serviceNames, servicePorts } from '#contracts/common/services.ts';
import { needed } from '#platform/testing/needed.ts';
import { unknownSettings } from './known-settings.ts';
import { complaints, hasKubectl, type Manifest, manifestsOf } from './manifests.ts';

const NAME = 'app.kubernetes.io/name';

needed('kubectl', hasKubectl, () => {
  const overlays = ['dev', 'production'].map((name) => ({
    name,
    all: manifestsOf(`deploy/kubernetes/overlays/${name}`),
  }));
  const ofKind = (all: Manifest[], kind: string) => all.filter((manifest) => manifest.kind === kind);
  const named = (all: Manifest[], kind: string, name: string) => {
    const found = ofKind(all, kind).find(({ metadata }) => metadata.name === name);
    assert.ok(found, `there is no ${kind} ${name}`);
    return found;
  };
  const podsOf = (all: Manifest[]) =>
    [...ofKind(all, 'Deployment'), ...ofKind(all, 'StatefulSet'), ...ofKind(all, 'Job')].map((manifest) => ({
      name: manifest.metadata.name,
      labels: manifest.spec.template.metadata.labels as Record<string, string>,
      spec: manifest.spec.template.spec,
    }));

  for (const { name, all } of overlays) {
    test(`${name}: every object is what Kubernetes’ published types say`, () => {
      assert.ok(all.length > 30);
      assert.equal(complaints(all), '');
    });

    test(`${name}: whatever an object names is there`, () => {
      const configMaps = ofKind(all, 'ConfigMap').map(({ metadata }) => metadata.name);
      const claims = ofKind(all, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
      const secretKeys = [
        'database-url',
        'redis-url',
        'secret-key',
        'admin-password',
        'database-password',
        'redis-password',
        'smtp-url',
        'stripe-secret-key',
        'stripe-webhook-secret',
      ];
      for (const { name: pod, spec } of podsOf(all)) {
        const volumes = new Set((spec.volumes ?? []).map((volume: any) => volume.name));
        for (const { configMap, persistentVolumeClaim, secret } of spec.volumes ?? []) {
          if (configMap)
            assert.ok([...configMaps, 'haat-authorities'].includes(configMap.name), `${pod}: ${configMap.name}`);
          if (persistentVolumeClaim) assert.ok(claims.includes(persistentVolumeClaim.claimName), pod);
          if (secret) assert.equal(secret.secretName, 'haat-secrets');
        }
        for (const { envFrom = [], env = [], volumeMounts = [], ports = [], ...probes } of spec.containers) {
          for (const { configMapRef } of envFrom) assert.ok(configMaps.includes(configMapRef.name), pod);
          for (const { name: mount } of volumeMounts)
            assert.ok(volumes.has(mount) || pod === 'postgres', `${pod}: ${mount}`);
          for (const { name: variable, value, valueFrom } of env) {
            if (variable.endsWith('_FILE'))
              assert.ok(secretKeys.includes(value.replace('/run/secrets/haat/', '')), value);
            else if (valueFrom) assert.ok(secretKeys.includes(valueFrom.secretKeyRef.key));
            else assert.doesNotMatch(variable, /SECRET|PASSWORD|TOKEN|KEY|_URL$/, `${pod}: a secret in the open`);
          }
          const names = ports.map((port: any) => port.name);
          for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
            const port = probes[probe]?.httpGet?.port ?? probes[probe]?.tcpSocket?.port;
            assert.ok(port === undefined || names.includes(port), `${pod}: ${probe}`);
          }
        }
      }
      for (const { metadata, spec } of ofKind(all, 'Service')) {
        const target = podsOf(all).find(({ labels }) => labels[NAME] === spec.selector[NAME]);
        assert.ok(target, `nobody stands behind ${metadata.name}`);
        for (const { targetPort } of spec.ports) {
          assert.ok(
            target.spec.containers[0].ports.some((port: any) => port.name === targetPort),
            metadata.name,
          );
        }
      }
      for (const { spec } of ofKind(all, 'HorizontalPodAutoscaler')) named(all, 'Deployment', spec.scaleTargetRef.name);
      for (const { spec, metadata } of ofKind(all, 'PodDisruptionBudget')) {
        assert.ok(
          podsOf(all).some(({ labels }) => labels[NAME] === spec.selector.matchLabels[NAME]),
          metadata.name,
        );
      }
      const { backend } = named(all, 'Ingress', 'haat').spec.rules[0].http.paths[0];
      named(all, 'Service', backend.service.name);
    });

    test(`${name}: every setting is one that the processes know`, () => {
      const settings = ofKind(all, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('haat-settings'))!.data;
      assert.deepEqual(unknownSettings(Object.keys(settings), serviceNames), []);
      assert.equal(settings.MIGRATE_ON_START, 'off');
      for (const service of serviceNames) {
        assert.equal(settings[`${service.toUpperCase()}_URL`], `http://${service}:${servicePorts[service]}`);
        const { env } = named(all, 'Deployment', service).spec.template.spec.containers[0];
        const own = Object.fromEntries(env.map((one: any) => [one.name, one.value]));
        assert.deepEqual(unknownSettings(Object.keys(own), [service]), [], service);
        assert.deepEqual([own.SERVICES, own.PORT], [service, String(servicePorts[service])]);
      }
    });

    test(`${name}: each service is probed, bounded, scaled and budgeted, may write nowhere, and leaves in time`, () => {
      for (const service of serviceNames) {
        const { spec } = named(all, 'Deployment', service);
        const pod = spec.template.spec;
        const [container] = pod.containers;
        assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0);
        assert.equal(container.livenessProbe.httpGet.path, '/health/live');
        assert.equal(container.readinessProbe.httpGet.path, '/health/ready');
        assert.ok(container.resources.requests.memory && container.resources.limits.memory);
        assert.ok(pod.terminationGracePeriodSeconds > container.lifecycle.preStop.sleep.seconds + 10);
        named(all, 'HorizontalPodAutoscaler', service);
        named(all, 'PodDisruptionBudget', service);
      }
      for (const { name: pod, spec } of podsOf(all)) {
        assert.equal(spec.securityContext.runAsNonRoot, true, pod);
        assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault', pod);
        assert.equal(spec.automountServiceAccountToken, false, pod);
        for (const { securityContext } of spec.containers) {
          assert.equal(securityContext.allowPrivilegeEscalation, false, pod);
          assert.deepEqual(securityContext.capabilities.drop, ['ALL'], pod);
          // A database writes.
          if (pod !== 'postgres') assert.equal(securityContext.readOnlyRootFilesystem, true, pod);
        }
      }
      assert.match(named(all, 'Job', 'migrate').spec.template.spec.containers[0].command.join(' '), /migrate\.ts/);
    });

    test(`${name}: the network lets in exactly those who call or tell, and nginx`, () => {
      const policies = ofKind(all, 'NetworkPolicy');
      const closed = policies.find(
        ({ spec }) => Object.keys(spec.podSelector).length === 0 && !spec.ingress && !spec.egress,
      );
      assert.deepEqual(closed?.spec.policyTypes, ['Ingress', 'Egress']);
      for (const service of serviceNames) {
        const { ingress } = named(all, 'NetworkPolicy', service).spec;
        const selectors = ingress.flatMap(({ from }: any) => from).filter((one: any) => one.podSelector);
        const admitted = selectors.flatMap(({ podSelector }: any) => podSelector.matchExpressions[0].values).sort();
        assert.deepEqual(admitted, ['nginx', ...callersOf(service)].sort(), service);
        assert.equal(ingress[0].ports[0].port, servicePorts[service]);
        const reached = (named(all, 'NetworkPolicy', service).spec.egress ?? []).map(
          ({ to }: any) => to[0].podSelector.matchLabels[NAME],
        );
        assert.deepEqual(reached.sort(), serviceNames.filter((other) => callersOf(other).includes(service)).sort());
      }
      const [names] = named(all, 'NetworkPolicy', 'names-are-looked-up').spec.egress;
      assert.ok(
        names.to.some(({ ipBlock }: any) => ipBlock?.cidr === '169.254.20.10/32'),
        'the cache of a node',
      );
      assert.deepEqual(new Set(names.ports.map(({ port }: any) => port)), new Set([53]));
      const door = named(all, 'NetworkPolicy', 'nginx').spec;
      assert.deepEqual(door.egress[0].ports.map(({ port }: any) => port).sort(), Object.values(servicePorts).sort());
    });
  }

  test('an unknown field and a wrong type are found', () => {
    const [deployment] = ofKind(overlays[0]!.all, 'Deployment');
    const changed = (change: (copy: any) => void) => {
      const copy = structuredClone(deployment!);
      change(copy);
      return complaints([copy]);
    };
    assert.match(
      changed(({ spec }) => (spec.template.spec.containers[0].livenesProbe = {})),
      /livenesProbe/,
    );
    assert.match(
      changed(({ spec }) => (spec.revisionHistoryLimit = 'five')),
      /not assignable to type 'number'/,
    );
    assert.match(
      changed(({ spec }) => delete spec.template),
      /template/,
    );
  });
});

/** Those that call it, tell it events, or ask for tokens and ended sessions. */
function callersOf(service: string): string[] {
  const { listensTo } = allServices.find(({ name }) => name === service)!;
  return allServices
    .filter(({ name }) => name !== service)
    .filter(
      ({ calls, events }) =>
        service === 'user' || calls.includes(service) || listensTo.some((type) => type in (events as object)),
    )
    .map(({ name }) => name);
}
