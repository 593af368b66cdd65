/**
 * Which service answers a path, as a reverse proxy in front of six processes decides: rules made from the contracts, so
 * that a new route cannot be forgotten. What nobody names (`/`, `/docs`) is the integration service's.
 */
import type { ServiceName } from '#contracts/common/services.ts';
import { pathsOf, type RouteDefinition } from '#platform/contract/route.ts';
import { allServices } from '../services.ts';

export const FALLBACK: ServiceName = 'integration';

const ANY = '[^/]+';
const escaped = (segment: string): string =>
  segment === '*' || segment.includes(':') ? ANY : segment.replaceAll('.', '\\.');
const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);

export interface OwnerRule {
  /** Source of an anchored regular expression that nginx and JavaScript read alike. */
  pattern: string;
  service: ServiceName;
}

interface Node {
  /** By segment; a parameter is `*`. */
  children: Map<string, Node>;
  owner?: ServiceName;
}

export interface OwnedRoute {
  service: ServiceName;
  path: string;
  route: RouteDefinition;
}

/** Every path that the outside may call. */
export const publicRoutes: readonly OwnedRoute[] = allServices.flatMap(({ name, api }) =>
  Object.values<RouteDefinition>(api)
    .filter(({ access }) => access.kind !== 'peer')
    .flatMap((route) => pathsOf(route).map((path) => ({ service: name as ServiceName, path, route }))),
);

/** The first rule that fits decides. */
export const ownerRules: readonly OwnerRule[] = rulesOf(treeOf(publicRoutes));

const compiled = ownerRules.map(({ pattern, service }) => ({ regex: new RegExp(pattern), service }));

/** `path` without its query. */
export const ownerOf = (path: string): ServiceName =>
  compiled.find(({ regex }) => regex.test(path))?.service ?? FALLBACK;

/** A route's own path as a regular expression, a trailing slash included. */
export const patternOf = (path: string): string => `^/${segmentsOf(path).map(escaped).join('/')}/?$`;

function treeOf(routes: readonly OwnedRoute[]): Node {
  const root: Node = { children: new Map() };
  for (const { service, path } of routes) {
    let node = root;
    for (const segment of segmentsOf(path)) {
      const key = segment.includes(':') ? '*' : segment;
      let next = node.children.get(key);
      if (!next) {
        next = { children: new Map() };
        node.children.set(key, next);
      }
      node = next;
    }
    if (node.owner && node.owner !== service) throw new Error(`${path} is claimed by ${node.owner} and ${service}.`);
    node.owner = service;
  }
  return root;
}

function ownersIn(node: Node): Set<ServiceName> {
  const below = [...node.children.values()].flatMap((child) => [...ownersIn(child)]);
  return new Set(node.owner ? [node.owner, ...below] : below);
}

/** One rule for each tree that has one owner; where a tree has several, its parts. */
function rulesOf(root: Node): OwnerRule[] {
  const whole = new Map<ServiceName, string[]>();
  const parts: OwnerRule[] = [];
  for (const [segment, node] of root.children) {
    const [owner, ...others] = ownersIn(node);
    if (others.length === 0) whole.set(owner!, [...(whole.get(owner!) ?? []), escaped(segment)]);
    else parts.push(...partsOf(node, `/${escaped(segment)}`));
  }
  const grouped = [...whole].map(([service, names]) => ({ pattern: `^/(${names.join('|')})(/|$)`, service }));
  return [...parts, ...grouped];
}

function partsOf(node: Node, prefix: string): OwnerRule[] {
  const [owner, ...others] = ownersIn(node);
  if (others.length === 0) return [{ pattern: `^${prefix}(/|$)`, service: owner! }];
  // Names before parameters: the router prefers them too.
  const byName = [...node.children].sort(([a], [b]) => Number(a === '*') - Number(b === '*'));
  return [
    ...(node.owner ? [{ pattern: `^${prefix}/?$`, service: node.owner }] : []),
    ...byName.flatMap(([segment, child]) => partsOf(child, `${prefix}/${escaped(segment)}`)),
  ];
}
