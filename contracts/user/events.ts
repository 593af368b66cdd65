/** What the user service tells the others. */
import Type from 'typebox';
import { Id, nullable, Time } from '#platform/contract/schema.ts';
import type { EventCatalogue } from '#platform/events/events.ts';
import { AddressReply } from '../common/address.ts';
import { auditEvents } from '../common/audit.ts';
import { PayeeState } from './payees.ts';
import { Notifications, SellerStatus, UserStatus } from './schemas.ts';

/** As the user is after the event. */
const UserState = Type.Object({
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  status: UserStatus,
  roles: Type.Array(Type.String()),
  sellerStatus: nullable(SellerStatus),
  notifications: Notifications,
  at: Time,
});

const SellerState = Type.Object({
  sellerId: Id,
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  shopName: Type.String(),
  /** For invoices. */
  gstin: nullable(Type.String()),
  address: nullable(AddressReply),
  status: SellerStatus,
  reason: nullable(Type.String()),
  at: Time,
});

export const userEvents = {
  'user.registered': UserState,
  /** Name, e-mail, status, roles or notifications changed. */
  'user.changed': UserState,
  /** Personal data is gone here; whoever keeps some makes it anonymous. */
  'user.erased': Type.Object({ userId: Id, at: Time }),
  'user.session_ended': Type.Object({ sessionId: Type.String(), userId: Id, reason: Type.String(), at: Time }),
  'seller.approved': SellerState,
  'seller.rejected': SellerState,
  /** The shop’s name or profile changed. */
  'seller.changed': SellerState,
  /** Beside each of the three: whether and where the seller can be paid. */
  'seller.payee_changed': PayeeState,
  ...auditEvents,
} as const satisfies EventCatalogue;
