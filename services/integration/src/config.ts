/** The integration service has nothing to configure. */
import Type, { type Static } from 'typebox';

export const integrationConfig = Type.Object({});
export type IntegrationConfig = Static<typeof integrationConfig>;
