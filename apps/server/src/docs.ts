/** The OpenAPI document and the page on which one can read and try it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openApiDocument } from '#platform/contract/openapi.ts';
import type { Haat } from './compose.ts';
import { allServices } from './services.ts';

const description = `Everything that the shop can do. Sign in with \`POST /login\`, put the \`accessToken\` into **Authentication**, and try the
calls here. Prices are decimal strings beside their currency; errors are \`application/problem+json\` with a \`code\` that programs test.`;

// The page runs its own script and style; nothing is loaded from elsewhere.
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/** Nothing that would need Scalar's own servers is offered. */
const pageConfiguration = {
  url: '/openapi.json',
  title: 'Haat API',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  authentication: { preferredSecurityScheme: 'bearer' },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
};

export async function mountDocs({ app, settings }: Haat): Promise<void> {
  // Behind the reverse proxy the integration service answers for all; any other process for what it holds.
  const whole = settings.services.includes('integration');
  const shown = allServices.filter((manifest) => whole || settings.services.includes(manifest.name));
  const document = openApiDocument(shown, {
    title: 'Haat',
    version: '1',
    description,
    serverUrl: settings.common.publicUrl,
  });
  const bytes = Buffer.from(JSON.stringify(document));
  app.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(bytes),
  );
  app.get('/', (_request, reply) => reply.redirect('/docs/', 302));
  let page: Promise<FastifyInstance> | undefined;
  // `/docs` also answers `/docs/`, as every path does.
  for (const path of ['/docs', '/docs/*']) app.get(path, show);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    if (request.url.split('?')[0] === '/docs') return reply.redirect('/docs/', 301);
    page ??= openPage();
    const { statusCode, headers, rawPayload } = await (await page).inject({ method: 'GET', url: request.url });
    const type = String(headers['content-type'] ?? 'text/html');
    return reply.code(statusCode).header('content-security-policy', pagePolicy).type(type).send(rawPayload);
  }
}

/** The page is 40 MB in memory with its script: loaded when somebody first looks at it, in an app of its own. */
async function openPage(): Promise<FastifyInstance> {
  const [{ default: scalar }, { default: Fastify }] = await Promise.all([
    import('@scalar/fastify-api-reference'),
    import('fastify'),
  ]);
  const page = Fastify();
  await page.register(scalar, { routePrefix: '/docs', configuration: pageConfiguration as object });
  await page.ready();
  return page;
}
