/**
 * The fingerprint of a request with an Idempotency-Key is stored, and a plain digest of a password is soon guessed: the
 * password goes into it under our key.
 */
import { createHmac } from 'node:crypto';
import { deriveKey } from '#platform/auth/signed.ts';
import type { UserBase } from '../base.ts';

export function concealed<B extends { password: string }>(user: UserBase, body: B): B {
  const key = deriveKey(user.common.secretKey, 'request-fingerprint');
  return { ...body, password: createHmac('sha256', key).update(body.password).digest('base64url') };
}
