import type { Guards } from '../guards.ts';

export const orderGuards: Guards = {};
