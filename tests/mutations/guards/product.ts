import type { Guards } from '../guards.ts';

export const productGuards: Guards = {};
