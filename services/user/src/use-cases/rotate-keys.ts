/**
 * A new key to sign access tokens with, before its time: by the way, or because the old one may be known to somebody,
 * which makes all access tokens that are out worthless at once (refresh tokens get new ones).
 */
import { systemContext } from '#platform/service/context.ts';
import type { UserBase } from '../base.ts';
import { createSigner } from '../providers/signer.ts';
import { recordAudit } from '../store/audit.ts';

/** The id of the new key. Running processes take it up within half a minute. */
export async function rotateKeys(user: UserBase, options: { compromised?: boolean } = {}): Promise<string> {
  const signer = await createSigner(user);
  const kid = await signer.rotate(options);
  await recordAudit(user.database.kysely, systemContext(user.log, 'keys:rotate'), [
    { action: 'keys.rotated', entity: 'signing_key', entityId: null, details: { kid, ...options } },
  ]);
  return kid;
}
