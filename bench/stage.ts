/** Sets the stage through the shop's own API: categories, products, and buyers who are signed in. */

import { categoryNames, productNumber } from './catalogue.ts';
import { type Connection, connect, type Reply, type Request } from './connection.ts';

export interface Account {
  email: string;
  password: string;
}

export interface Buyer extends Account {
  id: number;
  token: string;
  refreshToken: string;
}

export interface Stage {
  admin: Buyer;
  buyers: Buyer[];
  productIds: number[];
  categoryIds: number[];
  /** When the tokens were given; they live five minutes. */
  signedInAt: number;
}

export interface StageSize {
  products: number;
  buyers: number;
}

const WORKERS = 16;
const TOKENS_ARE_FRESH_MS = 120_000;

export async function setStage(origin: string, admin: Account, size: StageSize): Promise<Stage> {
  const crew = Array.from({ length: WORKERS }, () => connect(origin));
  try {
    const chief = await signIn(crew[0]!, admin);
    const categoryIds = await createCategories(crew[0]!, chief.token);
    const productIds = await spread(crew, size.products, async (connection, number) => {
      const body = productNumber(number, categoryIds);
      const reply = await ask(connection, 201, { method: 'POST', path: '/products', token: chief.token, body });
      return reply.json().id as number;
    });
    const buyers = await spread(crew, size.buyers, async (connection, number) => {
      const account = { email: `buyer${number}@bench.example`, password: `${number} lamps by the river` };
      await ask(connection, 201, { method: 'POST', path: '/signup', body: { name: `Buyer ${number}`, ...account } });
      return signIn(connection, account);
    });
    return { admin: chief, buyers, productIds, categoryIds, signedInAt: Date.now() };
  } finally {
    for (const connection of crew) connection.close();
  }
}

/** The same stage with tokens that outlive the next measurement. */
export async function refreshed(origin: string, stage: Stage): Promise<Stage> {
  if (Date.now() - stage.signedInAt < TOKENS_ARE_FRESH_MS) return stage;
  const crew = Array.from({ length: WORKERS }, () => connect(origin));
  try {
    const everyone = [stage.admin, ...stage.buyers];
    const [admin, ...buyers] = await spread(crew, everyone.length, (connection, n) => renew(connection, everyone[n]!));
    return { ...stage, admin: admin!, buyers, signedInAt: Date.now() };
  } finally {
    for (const connection of crew) connection.close();
  }
}

async function createCategories(connection: Connection, token: string): Promise<number[]> {
  const create = async (name: string, parentId?: number): Promise<number> => {
    const body = { name, ...(parentId ? { parentId } : {}) };
    return (await ask(connection, 201, { method: 'POST', path: '/categories', token, body })).json().id;
  };
  const ids: number[] = [];
  for (const root of categoryNames.roots) {
    const rootId = await create(root);
    ids.push(rootId);
    for (const branch of categoryNames.branches) ids.push(await create(`${branch} ${root.toLowerCase()}`, rootId));
  }
  return ids;
}

async function signIn(connection: Connection, account: Account): Promise<Buyer> {
  const { email, password } = account;
  const signedIn = (await ask(connection, 200, { method: 'POST', path: '/login', body: { email, password } })).json();
  return { id: signedIn.user.id, email, password, ...tokensOf(signedIn) };
}

async function renew(connection: Connection, buyer: Buyer): Promise<Buyer> {
  const body = { refreshToken: buyer.refreshToken };
  const renewed = (await ask(connection, 200, { method: 'POST', path: '/token/refresh', body })).json();
  return { ...buyer, ...tokensOf(renewed) };
}

const tokensOf = (reply: { accessToken: string; refreshToken: string }) => ({
  token: reply.accessToken,
  refreshToken: reply.refreshToken,
});

/** Calls `work` for 0 … count − 1, each connection one at a time; results in that order. */
async function spread<T>(
  crew: readonly Connection[],
  count: number,
  work: (connection: Connection, number: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const loop = async (connection: Connection) => {
    for (let number = next++; number < count; number = next++) results[number] = await work(connection, number);
  };
  await Promise.all(crew.map(loop));
  return results;
}

export async function ask(connection: Connection, status: number, request: Request): Promise<Reply> {
  const reply = await connection.send(request);
  if (reply.status === status) return reply;
  const answer = `${reply.status}, not ${status}: ${reply.text().slice(0, 300)}`;
  throw new Error(`${request.method} ${request.path} answered ${answer}`);
}
