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
  app.get('/', (_request, reply) => reply.redirect('/docs', 302));
  await app.register(async (page) => {
    page.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', pagePolicy);
    });
    await page.register(scalar, {
      routePrefix: '/docs',
      configuration: { url: '/openapi.json', title: 'Haat API', withDefaultFonts: false, telemetry: false } as object,
    });
  });
}
