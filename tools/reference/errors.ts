/** docs/reference/errors.md: every problem code with its cause and what to do. */
import { allServices } from '#apps/server/src/services.ts';
import { type ErrorTable, platformErrors } from '#platform/errors/problem.ts';
import { page, table } from './markdown.ts';

const section = (name: string, errors: ErrorTable): string =>
  [
    `## ${name}`,
    table(
      ['code', 'status', 'repeat?', 'title', 'when, and what to do'],
      Object.entries(errors).map(([code, { status, retry, title, about }]) => [
        `\`${code}\``,
        status,
        retry,
        title,
        about,
      ]),
    ),
  ].join('\n\n');

export const errorsPage = (): string =>
  page(
    'Errors',
    'Every refusal is `application/problem+json` (RFC 9457) with one of these codes.',
    section('Everywhere', platformErrors),
    ...allServices.map((manifest) => section(manifest.name, manifest.errors)),
  );
