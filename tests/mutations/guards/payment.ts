import type { Guards } from '../guards.ts';

export const paymentGuards: Guards = {};
