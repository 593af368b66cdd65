/** The demo's accounts and sellers; who is there already stays as they are. */
import { randomBytes } from 'node:crypto';
import type { Logger } from '#platform/log/log.ts';
import { type DemoAccount, demoAccounts } from '../../demo/accounts.ts';
import { demoSellers } from '../../demo/catalogue/index.ts';
import type { DemoSeller } from '../../demo/types.ts';
import type { ShopClients } from '../compose.ts';
import { actingAs, house, type Person } from './acting.ts';

export interface DemoPeople {
  byEmail: ReadonlyMap<string, Person>;
  /** Keys of demoSellers → user ids. */
  sellerIds: ReadonlyMap<string, number>;
}

export async function seedPeople({ user }: ShopClients, log: Logger): Promise<DemoPeople> {
  const asHouse = actingAs(house, log);
  const byEmail = new Map<string, Person>();
  const sellerIds = new Map<string, number>();

  for (const account of [...demoAccounts, ...sellersWithoutAccount()]) {
    const known = await user.listUsers({ query: { q: account.email, limit: 1 } }, asHouse);
    const { email, name, password } = account;
    const found = known.items.find((candidate) => candidate.email === email);
    const { id } =
      found ?? (await user.createUser({ body: { email, name, password, roles: [account.role] } }, asHouse));
    const person: Person = { id, email, name, roles: [account.role] };
    byEmail.set(email, person);
    if (account.seller) sellerIds.set(account.seller, id);
    if (!found) await complete(account, person);
  }
  return { byEmail, sellerIds };

  async function complete(account: DemoAccount, person: Person): Promise<void> {
    const self = actingAs(person, log);
    const seller = demoSellers.find(({ key }) => key === account.seller);
    if (seller) await user.updateOwnSeller({ body: { shopName: seller.shopName, gstin: seller.gstin } }, self);
    if (account.addresses) await user.updateProfile({ body: { addresses: account.addresses } }, self);
  }
}

/** Sellers of the catalogue whom nobody needs to sign in as; their password is thrown away. */
function sellersWithoutAccount(): DemoAccount[] {
  const named = new Set(demoAccounts.map((account) => account.seller));
  return demoSellers.filter(({ key }) => !named.has(key)).map((seller) => asAccount(seller));
}

const asAccount = ({ key, shopName }: DemoSeller): DemoAccount => ({
  email: `${key}@sellers.example.com`,
  name: shopName,
  role: 'seller',
  password: randomBytes(24).toString('base64url'),
  seller: key,
});
