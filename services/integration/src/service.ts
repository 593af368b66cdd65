/** The integration service: the shop's public face under /api, one call for each flow across the other services. */
import { integrationApi } from '#contracts/integration/api.ts';
import { integrationErrors } from '#contracts/integration/errors.ts';
import { integrationEvents } from '#contracts/integration/events.ts';
import { defineService } from '#platform/service/manifest.ts';
import { migrations } from '../migrations/index.ts';
import type { IntegrationService } from './base.ts';
import { integrationConfig } from './config.ts';
import { routes } from './routes.ts';

export const integrationService = defineService({
  name: 'integration',
  about: 'Flows across services in one call each: fill a cart, order, pay.',
  api: integrationApi,
  errors: integrationErrors,
  events: integrationEvents,
  calls: ['user', 'product', 'cart', 'order', 'payment'],
  listensTo: [],
  config: integrationConfig,
  migrations,
  start: async (base: IntegrationService) => ({ routes: routes(base) }),
});
