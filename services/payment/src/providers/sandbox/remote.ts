/** The native gateway in another process: the same operations over HTTP. */
import type { NativeApi, NativePayment } from '../../simulator/dialects/native/api.ts';
import { openGatewayHttp } from '../gateway-http.ts';

export interface RemoteSandbox extends NativeApi {
  close(): Promise<void>;
}

export function remoteSandbox({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): RemoteSandbox {
  const http = openGatewayHttp({
    gateway: 'Sandbox',
    baseUrl,
    failure: ({ error }) => ({ code: error?.code, message: error?.message }),
  });
  const headers = { authorization: `Bearer ${apiKey}` };
  const get = (path: string, query = {}) => http.call({ method: 'GET', path, query, headers });
  const post = (path: string, json: unknown) => http.call({ method: 'POST', path, json, headers });
  const pathOf = (id: string, more = '') => `/payments/${encodeURIComponent(id)}${more}`;

  return {
    create: async ({ details: _, ...wish }) => paymentIn(await post('/payments', wish)),
    get: async (id) => paymentIn(await get(pathOf(id))),
    cancel: async (id) => paymentIn(await post(pathOf(id, '/cancel'), {})),
    refund: (id, wish) => post(pathOf(id, '/refunds'), wish),
    async *list(from, to) {
      const period = { from: from.toISOString(), to: to.toISOString() };
      for (let after: number | undefined; ; ) {
        const { items, next } = await get('/payments', { ...period, after });
        for (const item of items) yield paymentIn(item);
        if (next === null) return;
        after = next;
      }
    },
    close: () => http.close(),
  };
}

type Wire = Omit<NativePayment, 'expiresAt' | 'createdAt' | 'capturedAt'> & {
  expiresAt: string;
  createdAt: string;
  capturedAt: string | null;
};

const paymentIn = ({ expiresAt, createdAt, capturedAt, ...payment }: Wire): NativePayment => ({
  ...payment,
  expiresAt: new Date(expiresAt),
  createdAt: new Date(createdAt),
  capturedAt: capturedAt === null ? null : new Date(capturedAt),
});
