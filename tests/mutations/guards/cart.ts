import type { Guards } from '../guards.ts';

export const cartGuards: Guards = {};
