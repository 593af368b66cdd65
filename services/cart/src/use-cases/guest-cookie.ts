/** The cookie by which a guest's cart is known again: an unguessable id, signed. */
import { randomBytes } from 'node:crypto';
import { sign } from '#platform/auth/signed.ts';
import { GUEST_COOKIE } from '#platform/http/context.ts';
import type { Context } from '#platform/service/context.ts';
import type { CartService } from '../base.ts';

export const newGuestId = (): string => randomBytes(18).toString('base64url');

/** Given again with each change, so that a cart in use outlives the days. */
export function giveGuestCookie(cart: CartService, guestId: string, context: Context): void {
  const seconds = cart.config.GUEST_CART_DAYS * 86_400;
  setCookie(context, `${GUEST_COOKIE}=${sign(cart.guestKey, guestId)}; Max-Age=${seconds}; ${attributes(cart)}`);
}

export function takeGuestCookie(cart: CartService, context: Context): void {
  setCookie(context, `${GUEST_COOKIE}=; Max-Age=0; ${attributes(cart)}`);
}

const attributes = ({ common }: CartService): string =>
  `Path=/; HttpOnly; SameSite=Lax${common.publicUrl.startsWith('https:') ? '; Secure' : ''}`;

function setCookie(context: Context, cookie: string): void {
  const { cookies } = context.respond;
  if (!cookies.includes(cookie)) cookies.push(cookie);
}
