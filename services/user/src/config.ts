/** Environment variables of the user service. */
import Type, { type Static } from 'typebox';

const days = (value: number, description: string) =>
  Type.Integer({ default: value, minimum: 1, maximum: 3_650, description });

export const userConfig = Type.Object({
  ADMIN_EMAIL: Type.Optional(
    Type.String({ maxLength: 254, description: 'E-mail of the first admin, created while the shop has none.' }),
  ),
  ADMIN_PASSWORD: Type.Optional(
    Type.String({ maxLength: 200, description: 'Password of the first admin, at least 8 characters.' }),
  ),
  SESSION_IDLE_DAYS: days(30, 'A session ends when it was not used for so long.'),
  SESSION_DAYS: days(90, 'A session ends after so long, however much it is used.'),
  SIGNING_KEY_DAYS: days(30, 'After so long a new key signs access tokens.'),
  // Only to know whether a demo fills this shop: the server decides, these say how.
  DEMO: Type.Optional(Type.String({ description: 'See the server’s settings.' })),
  DATABASE_URL: Type.Optional(Type.String({ description: 'See the server’s settings.' })),
});

export type UserConfig = Static<typeof userConfig>;
