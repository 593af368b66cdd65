/** What a newcomer reads after the start: where everything is, how to sign in, and last the line that scripts wait for. */
import type { Haat } from './compose.ts';

export function printWelcome({ app, settings }: Haat): void {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : settings.server.PORT;
  const base = settings.server.PUBLIC_URL ?? `http://localhost:${port}`;
  const lines = [
    '',
    '  Haat is open.',
    '',
    `  API and documentation  ${base}/docs`,
    `  OpenAPI document       ${base}/openapi.json`,
    `  Health                 ${base}/health/ready`,
  ];
  if (settings.demo) {
    lines.push('', '  Demo accounts, password haat-demo-2026:', ...demoAccountLines());
  }
  process.stdout.write(`${lines.join('\n')}\n\nready on http://localhost:${port}\n`);
}

function demoAccountLines(): string[] {
  return [];
}
