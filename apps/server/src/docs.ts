/** The OpenAPI document and the page on which one can read and try it. */
import scalar from '@scalar/fastify-api-reference';
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
  await app.register(async (page) => {
    // The page's script is found relative to its folder, so the address needs its slash.
    page.addHook('onRequest', async (request, reply) => {
      if (request.url === '/docs') return reply.redirect('/docs/', 301);
    });
    page.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', pagePolicy);
    });
    await page.register(scalar, {
      routePrefix: '/docs',
      configuration: pageConfiguration as object,
    });
  });
}
