/** Stripe's events can be read again for thirty days. */
import Type from 'typebox';
import type { Route } from '../../http/dialect.ts';
import { shape } from '../../http/shape.ts';
import { missing } from './errors.ts';
import { type ListQuery, listFields, listOf } from './lists.ts';
import { unix } from './objects.ts';
import { queryOf } from './requests.ts';
import type { Stripe } from './stripe.ts';

const KEPT_S = 30 * 86_400;
const name = Type.String({ maxLength: 100 });
const listShape = shape(
  Type.Object(
    { ...listFields, type: Type.Optional(name), types: Type.Optional(Type.Array(name, { maxItems: 20 })) },
    { additionalProperties: false },
  ),
);

export function readEvents(stripe: Stripe): Route[] {
  const kept = () => stripe.events.filter(({ created }) => created > unix(stripe.books.now()) - KEPT_S);
  return [
    {
      method: 'GET',
      path: '/events',
      operation: 'list',
      handle(call) {
        const query = queryOf<ListQuery & { type?: string; types?: string[] }>(call, listShape);
        const wanted = query.types ?? (query.type === undefined ? null : [query.type]);
        const events = kept().filter(({ type }) => wanted === null || wanted.includes(type));
        return { status: 200, body: listOf('/v1/events', events, query) };
      },
    },
    {
      method: 'GET',
      path: '/events/:id',
      operation: 'get',
      handle({ params }) {
        const event = kept().find(({ id }) => id === params.id);
        if (!event) throw missing('event', params.id!, 'id');
        return { status: 200, body: event };
      },
    },
  ];
}
