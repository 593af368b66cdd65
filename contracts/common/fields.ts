/** Fields that several contracts share: choices, names, e-mail, free attributes, pages with filters. */
import Type from 'typebox';

/** One of a few words; typed as their union, plain `{ type, enum }` on the wire. */
export const choice = <const V extends readonly [string, ...string[]]>(...words: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: words });

/** A name or title: at least one character that is not a space. */
export const name = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });

/** Text that may be empty, as forms send it. */
export const note = (maxLength: number) => Type.String({ maxLength });

export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
  description: 'Compared without regard to case',
});

export const Phone = Type.String({ maxLength: 30, pattern: '^[+0-9 ()./-]*$' });

/** Holds a letter, so that a slug is never taken for an id. */
export const Slug = Type.String({ maxLength: 120, pattern: '^(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*$' });

/** Free facts about a thing: at most 50, each short. */
export const Attributes = Type.Record(
  Type.String(),
  Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
  { maxProperties: 50, propertyNames: { minLength: 1, maxLength: 100 } },
);

/** A day or a moment: "2026-02-01" or "2026-02-01T10:00:00Z". */
export const DayOrTime = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2}))?$',
  description: 'ISO 8601 day or time',
});

/** What a good or service is to the tax office: 2, 4, 6 or 8 digits of the Harmonised System, or a service code. */
export const Hsn = Type.String({ pattern: '^\\d{2}(\\d{2}){0,3}$', description: '2, 4, 6 or 8 digits' });

/** India’s tax number; its check character is judged where it is taken. */
export const Gstin = Type.String({ pattern: '^[0-9]{2}[A-Z0-9]{13}$', description: '15 characters' });

/** Units of one line of a cart or an order. */
export const LineQuantity = Type.Integer({ minimum: 1, maximum: 10_000 });

export const Count = Type.Integer({ minimum: 0 });

export const ImageUrl = Type.String({ maxLength: 2_000, pattern: '^(https?://|/)\\S+$' });
