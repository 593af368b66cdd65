/** What the user service takes and gives: people, roles, sessions, sellers, the audit log. */
import Type, { type Static } from 'typebox';
import { Id, nullable, PageQuery, pageOf, Time, text } from '#platform/contract/schema.ts';
import { Address, AddressReply } from '../common/address.ts';
import { AuditRecord } from '../common/audit.ts';
import { Count, choice, Email, Gstin, name, note, Phone } from '../common/fields.ts';

/** Any characters; common ones are refused by `user.password_common`. */
export const NewPassword = Type.String({ minLength: 8, maxLength: 200, description: '8 to 200 characters' });
/** A password that is only compared: too short is simply wrong. */
export const GivenPassword = Type.String({ minLength: 1, maxLength: 200 });

export const RoleRef = Type.Object({ id: Id, name: Type.String() });
export type RoleRef = Static<typeof RoleRef>;

export const Role = Type.Object({
  id: Id,
  name: Type.String(),
  about: Type.String(),
  permissions: Type.Array(Type.String()),
  builtIn: Type.Boolean(),
  users: Count,
});
export type Role = Static<typeof Role>;
export const RolePage = pageOf(Role);

export const Permissions = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String(), about: Type.String() })),
});

const RoleName = Type.String({ maxLength: 50, pattern: '^[a-z][a-z0-9_-]*$' });
const RolePermissions = Type.Array(text(100), { maxItems: 200, uniqueItems: true });

export const CreateRole = Type.Object({
  name: RoleName,
  about: Type.Optional(note(300)),
  permissions: Type.Optional(RolePermissions),
});
export const ChangeRole = Type.Partial(CreateRole);

export const SetUserRoles = Type.Object({ roleIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }) });

/** How the user wants to hear about orders and offers. */
export const Notifications = Type.Object({
  email: Type.Boolean(),
  push: Type.Boolean(),
  inApp: Type.Boolean(),
  marketing: Type.Boolean(),
});
export type Notifications = Static<typeof Notifications>;

export const Preferences = Type.Object({ language: Type.String(), notifications: Notifications });
export type Preferences = Static<typeof Preferences>;

export const SellerStatus = choice('pending', 'approved', 'rejected');
export type SellerStatus = Static<typeof SellerStatus>;
export const UserStatus = choice('active', 'blocked', 'erased');
export type UserStatus = Static<typeof UserStatus>;

export const User = Type.Object({
  id: Id,
  /** Empty until given. */
  name: Type.String(),
  email: Type.String(),
  emailVerified: Type.Boolean(),
  phone: nullable(Type.String()),
  status: UserStatus,
  roles: Type.Array(RoleRef),
  permissions: Type.Array(Type.String()),
  addresses: Type.Array(AddressReply),
  preferences: Preferences,
  /** Null: never asked to sell. */
  sellerStatus: nullable(SellerStatus),
  createdAt: Time,
  updatedAt: Time,
});
export type User = Static<typeof User>;
export const UserPage = pageOf(User);

export const UserQuery = Type.Object({
  ...PageQuery.properties,
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a name or e-mail' })),
  role: Type.Optional(text(50)),
  status: Type.Optional(UserStatus),
});

export const Signup = Type.Object({
  name: Type.Optional(note(200)),
  email: Email,
  password: NewPassword,
  phone: Type.Optional(Phone),
  roles: Type.Optional(Type.Array(text(50), { maxItems: 10, description: 'Role names: customer, seller' })),
  roleIds: Type.Optional(Type.Array(Id, { maxItems: 10, description: 'The same by id: 1 customer, 2 seller' })),
  shopName: Type.Optional(name(120)),
});

export const Login = Type.Object({ email: Email, password: GivenPassword });

export const SignedIn = Type.Object({
  accessToken: Type.String(),
  refreshToken: Type.String(),
  tokenType: Type.String({ description: 'Bearer' }),
  expiresIn: Type.Integer({ description: 'Seconds until the access token expires' }),
  refreshExpiresIn: Type.Integer({ description: 'Seconds until the refresh token expires' }),
  sessionId: Id,
  user: User,
});
export type SignedIn = Static<typeof SignedIn>;

export const TokenValidity = Type.Object({
  valid: Type.Boolean({ description: 'Always true: a token that is not valid is answered 401' }),
  user: Type.Object({ id: Id, email: Type.String(), name: Type.String(), roles: Type.Array(Type.String()) }),
  sessionId: Id,
  expiresAt: Time,
});
export type TokenValidity = Static<typeof TokenValidity>;

export const Jwks = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) });

export const ChangeProfile = Type.Object({
  name: Type.Optional(note(200)),
  phone: Type.Optional(nullable(Phone)),
  addresses: Type.Optional(
    Type.Array(Address, { maxItems: 20, description: 'Replaces the list; the first is the usual one' }),
  ),
  preferences: Type.Optional(
    Type.Object({
      language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 35 })),
      notifications: Type.Optional(Type.Partial(Notifications)),
    }),
  ),
});

export const ChangePassword = Type.Object({ currentPassword: GivenPassword, newPassword: NewPassword });
export const ChangeEmail = Type.Object({ email: Email, password: GivenPassword });
export const MailedToken = Type.String({ minLength: 16, maxLength: 200, description: 'From the mailed link' });

export const AccountExport = Type.Object({
  exportedAt: Time,
  user: User,
  seller: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  sessions: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  audit: Type.Array(Type.Record(Type.String(), Type.Unknown())),
});
export type AccountExport = Static<typeof AccountExport>;

export const Session = Type.Object({
  id: Id,
  device: Type.String({ description: 'From the browser’s own words, e.g. "Firefox on Linux"' }),
  ip: nullable(Type.String()),
  status: choice('active', 'ended', 'expired'),
  current: Type.Boolean(),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
  endedAt: nullable(Time),
  endReason: nullable(Type.String()),
});
export type Session = Static<typeof Session>;
export const SessionPage = pageOf(Session);

export const SessionQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(choice('active', 'ended', 'expired')),
});

export const PayoutAccount = Type.Object({
  kind: choice('bank', 'upi', 'stripe', 'razorpay', 'paypal'),
  holder: name(200),
  /** Account number, UPI id or account at the gateway. */
  account: text(100),
  /** IFSC, BIC or routing number. */
  bankCode: Type.Optional(note(50)),
});

export const SellerProfile = Type.Object({
  shopName: name(120),
  about: Type.Optional(note(2_000)),
  gstin: Type.Optional(nullable(Gstin)),
  address: Type.Optional(nullable(Address)),
  payoutAccount: Type.Optional(nullable(PayoutAccount)),
});
export const ChangeSeller = Type.Object({
  ...Type.Partial(SellerProfile).properties,
  password: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Required to change `payoutAccount`' }),
  ),
});

export const Seller = Type.Object({
  /** The user’s id: `sellerId` everywhere. */
  id: Id,
  userId: Id,
  name: Type.String(),
  email: Type.String(),
  shopName: Type.String(),
  about: Type.String(),
  status: SellerStatus,
  reason: nullable(Type.String()),
  gstin: nullable(Type.String()),
  address: nullable(AddressReply),
  payoutAccount: nullable(
    Type.Object({
      kind: Type.String(),
      holder: Type.String(),
      account: Type.String({ description: 'All but the last four characters masked' }),
      bankCode: nullable(Type.String()),
    }),
  ),
  createdAt: Time,
  decidedAt: nullable(Time),
});
export type Seller = Static<typeof Seller>;
export const SellerPage = pageOf(Seller);

/** What shoppers see of a seller. */
export const Shop = Type.Object({ id: Id, shopName: Type.String(), about: Type.String(), since: Time });
export type Shop = Static<typeof Shop>;

export const SellerQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(SellerStatus),
  q: Type.Optional(Type.String({ maxLength: 200 })),
});

export const AuditEntry = Type.Object({
  id: Id,
  service: Type.String(),
  requestId: Type.String(),
  ...AuditRecord.properties,
});
export type AuditEntry = Static<typeof AuditEntry>;
export const AuditPage = pageOf(AuditEntry);

export const AuditQuery = Type.Object({
  ...PageQuery.properties,
  actorId: Type.Optional(Id),
  action: Type.Optional(text(100)),
  entity: Type.Optional(text(50)),
  entityId: Type.Optional(Id),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

export const EndedSessionsReply = Type.Object({
  ended: Type.Array(Type.Object({ sessionId: Type.String(), at: Type.Integer() })),
  now: Type.Integer({ description: 'Pass it as the next `since`' }),
});
export type EndedSessionsReply = Static<typeof EndedSessionsReply>;

export const Contact = Type.Object({
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  notifications: Notifications,
});
export type Contact = Static<typeof Contact>;
