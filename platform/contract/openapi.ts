/** OpenAPI 3.1 from the contracts; schemas are JSON schema already. */
import { errorDefinition } from '../errors/problem.ts';
import { type Api, pathsOf, type RouteDefinition, statusOf } from './route.ts';

export interface ApiSection {
  name: string;
  about: string;
  api: Api;
}

export interface OpenApiOptions {
  title: string;
  version: string;
  description: string;
  serverUrl: string;
}

type Json = Record<string, unknown>;

export function openApiDocument(sections: readonly ApiSection[], options: OpenApiOptions): Json {
  const paths: Record<string, Json> = {};
  for (const section of sections) {
    for (const [name, route] of Object.entries(section.api)) {
      if (route.access.kind === 'peer') continue;
      pathsOf(route).forEach((path, index) => {
        const address = path.replace(/:(\w+)/g, '{$1}');
        paths[address] ??= {};
        paths[address][route.method.toLowerCase()] = operation(section.name, name, route, path, index);
      });
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version, description: options.description },
    servers: [{ url: options.serverUrl }],
    // Scalar and others show the routes of a service together under its name.
    'x-tagGroups': sections.map(({ name, about, api }) => ({ name, description: about, tags: tagsOf(name, api) })),
    tags: [...new Set(sections.flatMap(({ name, api }) => tagsOf(name, api)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema },
    },
  };
}

const tagsOf = (section: string, api: Api): string[] => [
  ...new Set(
    Object.values(api)
      .filter((route) => route.access.kind !== 'peer')
      .map((route) => route.tag ?? section),
  ),
];

function operation(tag: string, name: string, route: RouteDefinition, path: string, alias: number): Json {
  const open = route.access.kind === 'public' || route.access.kind === 'guest';
  return {
    operationId: alias === 0 ? `${tag}.${name}` : `${tag}.${name}.${alias + 1}`,
    summary: route.summary,
    description: [route.description, whoMay(route)].filter(Boolean).join('\n\n'),
    tags: [route.tag ?? tag],
    security: open ? [{}, { bearer: [] }] : [{ bearer: [] }],
    parameters: parametersOf(route, path),
    ...(route.body || route.raw === 'upload' ? { requestBody: requestBody(route) } : {}),
    responses: { [statusOf(route)]: successOf(route), ...problemsOf(route) },
  };
}

function whoMay({ access }: RouteDefinition): string {
  switch (access.kind) {
    case 'permission':
      return `Needs the permission ${access.anyOf.map((name) => `\`${name}\``).join(' or ')}.`;
    case 'user':
      return 'For any signed-in user.';
    case 'guest':
      return 'For signed-in users, and for guests by cookie.';
    default:
      return 'Open to anyone.';
  }
}

function parametersOf(route: RouteDefinition, path: string): Json[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: propertiesOf(route.params)[name!] ?? { type: 'string' },
  }));
  const required = new Set((route.query as { required?: string[] } | undefined)?.required ?? []);
  const inQuery = Object.entries(propertiesOf(route.query)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name) && (schema as Json).default === undefined,
    schema,
    ...((schema as Json).description ? { description: (schema as Json).description } : {}),
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key and body give the same answer, and the work is done once.',
    schema: { type: 'string', maxLength: 255 },
  };
  return [...inPath, ...inQuery, ...(route.idempotent ? [key] : [])];
}

const propertiesOf = (schema: unknown): Record<string, unknown> =>
  (schema as { properties?: Record<string, unknown> } | undefined)?.properties ?? {};

function requestBody(route: RouteDefinition): Json {
  if (route.raw === 'upload') {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    return { required: true, content: { 'multipart/form-data': { schema: { type: 'object', properties: { file } } } } };
  }
  const example = route.example === undefined ? {} : { example: route.example };
  return { required: true, content: { 'application/json': { schema: route.body, ...example } } };
}

function successOf(route: RouteDefinition): Json {
  const kinds: Record<string, string> = { stream: 'text/event-stream', page: 'text/html', bytes: 'image/webp' };
  const kind = route.raw ? kinds[route.raw] : undefined;
  if (kind) return { description: 'Success', content: { [kind]: { schema: { type: 'string' } } } };
  if (!route.reply) return { description: 'Success, nothing to say' };
  return { description: 'Success', content: { 'application/json': { schema: route.reply } } };
}

function problemsOf(route: RouteDefinition): Json {
  const codes = new Set(route.errors ?? []);
  if (route.params || route.query || route.body) codes.add('validation.failed');
  if (route.access.kind === 'user' || route.access.kind === 'permission') codes.add('auth.required');
  if (route.access.kind === 'permission') codes.add('auth.forbidden');
  const byStatus = Map.groupBy(codes, (code) => errorDefinition(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${errorDefinition(code).title}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'What programs test' },
    requestId: { type: 'string', description: 'Finds the log lines' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};
