import type { Guards } from '../guards.ts';

export const userGuards: Guards = {};
