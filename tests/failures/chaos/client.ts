/** Requests as a client on a bad line sees them: an answer, or silence that says nothing about what was done. */
import { Agent, request } from 'undici';

export interface Ask {
  method: string;
  /** At the shop; or a whole address elsewhere. */
  path: string;
  token?: string;
  body?: unknown;
  key?: string | null;
}

/** Status 0: no answer came. */
export interface Reply {
  status: number;
  body: any;
  /** Where the browser is sent. */
  location?: string | undefined;
}

export interface Client {
  ask(ask: Ask): Promise<Reply>;
  /** Requests sent so far. */
  sent(): number;
  /** How often each status came, by code where it is a refusal. */
  tally: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const LIMIT_MS = 20_000;

/** The server could not, or somebody else with the key is at it: the same request may be sent again. */
export const isUndecided = ({ status, body }: Reply): boolean =>
  status === 0 || status >= 500 || body?.code === 'idempotency.in_progress';

export interface ClientOptions {
  originOf: (method: string, path: string) => string;
  onSent: () => void;
  /** The shop did not know what to say. */
  onFailure: (what: string, reply: Reply) => void;
}

export function openClient({ originOf, onSent, onFailure }: ClientOptions): Client {
  const agent = new Agent({ connections: 64, connect: { timeout: 2_000 }, headersTimeout: LIMIT_MS });
  const tally = new Map<string, number>();
  let sent = 0;
  const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1);

  return {
    tally,
    sent: () => sent,
    async ask({ method, path, token, body, key }) {
      sent += 1;
      onSent();
      try {
        const response = await request(path.startsWith('/') ? `${originOf(method, path)}${path}` : path, {
          method: method as 'GET',
          dispatcher: agent,
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(key ? { 'idempotency-key': key } : {}),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(LIMIT_MS),
        });
        const text = await response.body.text();
        const isJson = /json/.test(String(response.headers['content-type'] ?? ''));
        const location = response.headers.location as string | undefined;
        const reply = { status: response.statusCode, body: isJson ? JSON.parse(text) : text, location };
        count(reply.status < 400 ? String(reply.status) : `${reply.status} ${reply.body?.code}`);
        if (reply.status === 500) onFailure(`${method} ${path}`, reply);
        return reply;
      } catch (error) {
        count(`no answer: ${(error as NodeJS.ErrnoException).code ?? (error as Error).name}`);
        return { status: 0, body: null };
      }
    },
    close: () => agent.destroy(),
  };
}
