/** The same driver against a Fastify that does nothing: what reads are compared with. */
import type { Scenario } from './scenario.ts';

export const bare: Scenario = {
  key: 'bare',
  title: 'bare Fastify',
  reference: 'bare',
  async visit({ expect }) {
    await expect(200, { method: 'GET', path: '/' });
  },
};
