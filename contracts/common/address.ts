/** Where something goes: one shape for profile, cart and order. */
import Type, { type Static } from 'typebox';
import { name, note, Phone } from './fields.ts';

export const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2, e.g. IN' });

export const Address = Type.Object({
  name: name(200),
  line1: name(300),
  line2: Type.Optional(note(300)),
  city: name(120),
  state: Type.Optional(note(120)),
  postalCode: name(20),
  country: Country,
  phone: Type.Optional(Phone),
});
export type Address = Static<typeof Address>;

/** An address in a reply: limits were checked when it came in. */
export const AddressReply = Type.Object({
  name: Type.String(),
  line1: Type.String(),
  line2: Type.Optional(Type.String()),
  city: Type.String(),
  state: Type.Optional(Type.String()),
  postalCode: Type.String(),
  country: Type.String(),
  phone: Type.Optional(Type.String()),
});
export type AddressReply = Static<typeof AddressReply>;

/** For the examples of the documentation page. */
export const exampleAddress: Address = {
  name: 'Ananya Rao',
  line1: '14, 3rd Cross, Jayanagar',
  city: 'Bengaluru',
  state: 'Karnataka',
  postalCode: '560011',
  country: 'IN',
  phone: '+919000000011',
};
