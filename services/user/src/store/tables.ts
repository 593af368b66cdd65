/** The rows of this service. */
import type { Generated } from 'kysely';
import type { Address } from '#contracts/common/address.ts';
import type { Notifications, SellerStatus, UserStatus } from '#contracts/user/schemas.ts';

export interface AccountTable {
  id: Generated<number>;
  email: string;
  /** The e-mail as it is compared. */
  email_key: string;
  email_verified_at: Date | null;
  name: string;
  phone: string | null;
  password_hash: string | null;
  status: Generated<UserStatus>;
  addresses: Generated<Address[]>;
  language: Generated<string>;
  notifications: Notifications;
  version: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface RoleTable {
  id: Generated<number>;
  name: string;
  about: Generated<string>;
  built_in: Generated<boolean>;
  created_at: Generated<Date>;
}

export interface RolePermissionTable {
  role_id: number;
  permission: string;
}

export interface AccountRoleTable {
  account_id: number;
  role_id: number;
}

export interface SessionTable {
  id: Generated<number>;
  account_id: number;
  device: string;
  ip: string | null;
  network: string | null;
  /** How often the refresh token was exchanged, plus one. */
  generation: Generated<number>;
  /** Digest of the newest refresh token. */
  refresh_hash: string;
  rotated_at: Generated<Date>;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  idle_until: Date;
  expires_at: Date;
  ended_at: Date | null;
  end_reason: string | null;
}

export interface PayoutAccount {
  kind: string;
  holder: string;
  account: string;
  bankCode?: string;
}

export interface SellerTable {
  account_id: number;
  shop_name: string;
  about: Generated<string>;
  status: Generated<SellerStatus>;
  reason: string | null;
  gstin: string | null;
  address: Address | null;
  payout_account: PayoutAccount | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  decided_at: Date | null;
}

export interface SellerBuyerTable {
  seller_id: number;
  account_id: number;
}

export interface SigningKeyTable {
  id: Generated<number>;
  kid: string;
  public_key: string;
  private_key: string;
  created_at: Generated<Date>;
  active_from: Date;
  withdrawn_at: Date | null;
}

export interface KeyringTable {
  id: number;
}

export type Purpose = 'password_reset' | 'email_change' | 'first_admin';

export interface OneTimeTokenTable {
  id: Generated<number>;
  account_id: number | null;
  purpose: Purpose;
  token_hash: string;
  email: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: Date | null;
}

export interface AttemptTable {
  scope: string;
  key: string;
  failures: number;
  window_ends_at: Date;
}

export interface AuditEntryTable {
  id: Generated<number>;
  service: string;
  actor_id: number | null;
  actor_email: string | null;
  action: string;
  entity: string;
  entity_id: number | null;
  details: unknown;
  ip: string | null;
  request_id: string;
  at: Date;
}

export interface UserTables {
  account: AccountTable;
  role: RoleTable;
  role_permission: RolePermissionTable;
  account_role: AccountRoleTable;
  session: SessionTable;
  seller: SellerTable;
  seller_buyer: SellerBuyerTable;
  signing_key: SigningKeyTable;
  keyring: KeyringTable;
  one_time_token: OneTimeTokenTable;
  attempt: AttemptTable;
  audit_entry: AuditEntryTable;
}
