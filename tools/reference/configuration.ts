/** docs/reference/configuration.md: every environment variable. */
import type { TObject } from 'typebox';
import { serverConfig } from '#apps/server/src/config.ts';
import { allServices } from '#apps/server/src/services.ts';
import { page, table, typeOf } from './markdown.ts';

function section(name: string, schema: TObject): string {
  const rows = Object.entries(schema.properties).map(([variable, property]) => {
    const { default: fallback, description } = property as { default?: unknown; description?: string };
    return [`\`${variable}\``, typeOf(property), fallback === undefined ? '' : `\`${fallback}\``, description];
  });
  return rows.length === 0 ? '' : [`## ${name}`, table(['name', 'type', 'default', 'meaning'], rows)].join('\n\n');
}

export const configurationPage = (): string =>
  page(
    'Configuration',
    'All settings come from the environment or from `.env`; each name also works as `<NAME>_FILE`, naming a file that holds the value.',
    ...[
      section('The process', serverConfig),
      ...allServices.map((manifest) => section(manifest.name, manifest.config)),
    ].filter(Boolean),
  );
