/** docs/reference/api.md: every route on one page; the interactive one is at /docs. */
import { allServices } from '#apps/server/src/services.ts';
import { pathsOf, type RouteDefinition } from '#platform/contract/route.ts';
import { page, table } from './markdown.ts';

function who({ access }: RouteDefinition): string {
  switch (access.kind) {
    case 'permission':
      return access.anyOf.map((name) => `\`${name}\``).join(' or ');
    case 'user':
      return 'signed in';
    case 'guest':
      return 'signed in, or guest by cookie';
    case 'peer':
      return 'services only';
    default:
      return 'anyone';
  }
}

export function apiPage(): string {
  const sections = allServices.map((manifest) => {
    const rows = Object.entries(manifest.api).map(([name, route]) => [
      `\`${name}\``,
      pathsOf(route)
        .map((path) => `\`${route.method} ${path}\``)
        .join(', '),
      who(route),
      route.summary,
    ]);
    return [`## ${manifest.name}`, manifest.about, table(['operation', 'route', 'who', 'does'], rows)].join('\n\n');
  });
  return page(
    'API',
    'Every route by service. Try them at `/docs`; `/openapi.json` is the machine-readable form.',
    ...sections,
  );
}
