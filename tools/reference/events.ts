/** docs/reference/events.md: what each service tells the others, and who listens. */
import { allServices } from '#apps/server/src/services.ts';
import { page, table, typeOf } from './markdown.ts';

export function eventsPage(): string {
  const sections = allServices
    .filter((manifest) => Object.keys(manifest.events).length > 0)
    .map((manifest) => {
      const rows = Object.entries(manifest.events).map(([type, schema]) => {
        const { description = '', properties } = schema as {
          description?: string;
          properties: Record<string, unknown>;
        };
        const listeners = allServices.filter((other) => other.listensTo.includes(type)).map((other) => other.name);
        const fields = Object.entries(properties).map(([name, property]) => `\`${name}\` ${typeOf(property)}`);
        return [`\`${type}\``, listeners.join(', ') || 'nobody yet', description, fields.join(', ')];
      });
      return [`## ${manifest.name}`, table(['event', 'heard by', 'meaning', 'data'], rows)].join('\n\n');
    });
  return page(
    'Events',
    'Facts in the past tense, written to the outbox of the service in the transaction that made them true. Amounts are minor units.',
    ...sections,
  );
}
