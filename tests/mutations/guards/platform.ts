import type { Guards } from '../guards.ts';

export const platformGuards: Guards = {};
