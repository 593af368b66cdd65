/** HTML by template: every value is escaped unless it is markup that this same function made. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | null | false;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

function textOf(value: Value): string {
  if (value === null || value === false) return '';
  if (typeof value === 'object') {
    return 'markup' in value ? value.markup : value.map((item) => item.markup).join('');
  }
  return escaped(String(value));
}

export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const markup = parts.reduce((all, part, index) => all + textOf(values[index - 1] ?? null) + part);
  return { markup };
}
