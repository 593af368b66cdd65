/** A person at the shop: signed in, and signed in again whenever the shop says so. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Ask, type Client, isUndecided, type Reply } from './client.ts';

export interface Account {
  id: number;
  email: string;
  password: string;
}

export interface Person {
  id: number;
  /** The request that is not decided yet, since when, and what came of its last try. */
  doing(): string | null;
  /** Once; the answer may be silence. */
  ask(ask: Omit<Ask, 'token'>): Promise<Reply>;
  /** Until there is a decision. Only for what may be repeated. */
  sure(ask: Omit<Ask, 'token'>, isDecision?: (reply: Reply) => boolean): Promise<Reply>;
  logOut(): Promise<void>;
}

interface Undecided {
  what: string;
  since: number;
  tries: number;
  last: string | null;
}

const toText = ({ what, since, tries, last }: Undecided): string =>
  `${what} for ${((performance.now() - since) / 1_000).toFixed(1)} s${last === null ? '' : `, ${tries} tries, the last ${last}`}`;

/** Longer than any planned outage, with the recovery after it. */
export const PATIENCE_MS = 120_000;
const RETRY_MS = 150;
/** Longer than the user service and Redis are away: while both are, shopping goes on with what is known. */
const KNOWN_WITHIN_MS = 30_000;
/** Access tokens live five minutes. */
const RENEW_AFTER_MS = 200_000;

export function person(client: Client, account: Account): Person {
  let token = '';
  let since = 0;
  /** Several at once, where they are sent twice. */
  const undecided = new Set<Undecided>();

  async function untilDecided(
    send: () => Promise<Reply>,
    what: string,
    isDecision: (reply: Reply) => boolean = () => false,
  ): Promise<Reply> {
    return noted(what, async (note) => {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const reply = await send();
        if (!isUndecided(reply) || isDecision(reply)) return reply;
        note.tries += 1;
        note.last = `${reply.status} ${reply.body?.code ?? ''}`;
        if (Date.now() > deadline) {
          throw new Error(
            `${what} was not decided in ${PATIENCE_MS} ms: ${reply.status} ${JSON.stringify(reply.body)}`,
          );
        }
        await pause(RETRY_MS);
      }
    });
  }

  async function noted(what: string, work: (note: Undecided) => Promise<Reply>): Promise<Reply> {
    const note: Undecided = { what, since: performance.now(), tries: 0, last: null };
    undecided.add(note);
    try {
      return await work(note);
    } finally {
      undecided.delete(note);
    }
  }

  async function signIn(): Promise<void> {
    const { email, password } = account;
    const login = { method: 'POST', path: '/login', body: { email, password } };
    const { status, body } = await untilDecided(() => client.ask(login), 'POST /login');
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${JSON.stringify(body)}`);
    token = body.accessToken;
    since = Date.now();
  }

  async function ask(wanted: Omit<Ask, 'token'>): Promise<Reply> {
    if (Date.now() - since > RENEW_AFTER_MS) await signIn();
    const reply = await client.ask({ ...wanted, token });
    // Refused before anything was done.
    if (reply.status !== 401) return reply;
    await signIn();
    return client.ask({ ...wanted, token });
  }

  return {
    id: account.id,
    doing: () => (undecided.size === 0 ? null : [...undecided].map(toText).join(', ')),
    ask: (wanted) => noted(`${wanted.method} ${wanted.path} once`, () => ask(wanted)),
    sure: (wanted, isDecision) => untilDecided(() => ask(wanted), `${wanted.method} ${wanted.path}`, isDecision),
    async logOut() {
      // The first request signs in: before that there is no session to end.
      if (token === '') await signIn();
      const before = token;
      const { status } = await ask({ method: 'POST', path: '/logout' });
      await signIn();
      if (status !== 200) return;
      // Other processes hear of it within moments, or when whoever could tell them is back.
      const late = { method: 'GET', path: '/cart', token: before };
      for (const deadline = Date.now() + KNOWN_WITHIN_MS; Date.now() < deadline; ) {
        const answer = await untilDecided(() => client.ask(late), 'GET /cart');
        if (answer.status === 401) return;
        await pause(RETRY_MS);
      }
      throw new Error('a session that was ended is still let in');
    },
  };
}
