/** Signing in: one slow password hash each, on purpose. */
import type { Scenario } from './scenario.ts';

export const login: Scenario = {
  key: 'login',
  title: 'login',
  reference: 'bare',
  async visit({ buyer, expect }) {
    await expect(200, { method: 'POST', path: '/login', body: { email: buyer.email, password: buyer.password } });
  },
};
