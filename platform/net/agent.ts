/**
 * Connections of our own to an outside party. The library is loaded with the first request: it is large, and a shop at rest asks
 * nobody.
 */
import type { Agent, Dispatcher } from 'undici';

export type Request = Omit<Dispatcher.RequestOptions, 'origin' | 'path'>;

export interface OutsideAgent {
  request(url: string, options: Request): Promise<Dispatcher.ResponseData>;
  /** For a library that wants `fetch`. */
  fetch(url: string, init: object): Promise<unknown>;
  /** Waits for what is on its way. */
  close(): Promise<void>;
  /** Cuts it off. */
  destroy(): Promise<void>;
}

export function openAgent(options: Agent.Options): OutsideAgent {
  let loading: Promise<{ undici: typeof import('undici'); dispatcher: Agent }> | undefined;
  const load = async () => {
    const undici = await import('undici');
    return { undici, dispatcher: new undici.Agent(options) };
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  return {
    async request(url, request) {
      const { undici, dispatcher } = await loaded();
      return undici.request(url, { ...request, dispatcher });
    },
    async fetch(url, init) {
      const { undici, dispatcher } = await loaded();
      return undici.fetch(url, { ...init, dispatcher });
    },
    close: async () => (await loading)?.dispatcher.close(),
    destroy: async () => (await loading)?.dispatcher.destroy(),
  };
}
