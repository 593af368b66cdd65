/**
 * HTTP to a gateway: its own connections, a deadline for each call, no redirects, and an answer of bounded size. What is
 * not a success becomes a refusal or an outage by the gateway's own words.
 */
import { openAgent, type Request } from '#platform/net/agent.ts';
import { failureOf, GatewayOutage } from './gateway-error.ts';

export interface GatewayCall {
  method: 'GET' | 'POST';
  /** With a leading slash; put behind the base URL, whatever path that has. */
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
}

export interface GatewayHttp {
  /** The parsed body of a 2xx answer; throws a refusal or an outage. */
  call(call: GatewayCall): Promise<any>;
  /** The body as text, from an address of the gateway outside its API. */
  text(url: string): Promise<string>;
  close(): Promise<void>;
}

export interface GatewayHttpOptions {
  gateway: string;
  baseUrl: string;
  /** Reads the gateway's own code and sentence from the body of an error. */
  failure(body: any): { code?: unknown; message?: unknown };
  timeoutMs?: number;
}

const CALL_MS = 8_000;
const CONNECTIONS = 32;
const MAX_BYTES = 8 * 1_048_576;

export function openGatewayHttp({ gateway, baseUrl, failure, timeoutMs = CALL_MS }: GatewayHttpOptions): GatewayHttp {
  const agent = openAgent({ connections: CONNECTIONS, connect: { timeout: 3_000 }, maxResponseSize: MAX_BYTES });

  async function send(url: string, options: Request) {
    try {
      const response = await agent.request(url, { signal: AbortSignal.timeout(timeoutMs), ...options });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      throw new GatewayOutage({ gateway, status: 0, code: '', message: String(error) }, error);
    }
  }

  return {
    async call({ method, path, query, headers, json, form }) {
      const body = form ? new URLSearchParams(form).toString() : json === undefined ? null : JSON.stringify(json);
      const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
      const { status, text } = await send(baseUrl + path + searchOf(query), {
        method,
        headers: { accept: 'application/json', ...(body === null ? {} : { 'content-type': type }), ...headers },
        body,
      });
      const answer = parsed(text);
      if (status >= 200 && status < 300) {
        if (answer !== undefined) return answer;
        throw new GatewayOutage({ gateway, status, code: '', message: 'The answer is no JSON.' });
      }
      const said = typeof answer === 'object' && answer !== null ? failure(answer) : {};
      throw failureOf({ gateway, status, code: word(said.code), message: word(said.message) });
    },
    async text(url) {
      const { status, text } = await send(url, { method: 'GET' });
      if (status === 200) return text;
      throw new GatewayOutage({ gateway, status, code: '', message: `No answer from ${new URL(url).pathname}.` });
    },
    close: () => agent.close(),
  };
}

function searchOf(query: GatewayCall['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function parsed(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 300) : '';
