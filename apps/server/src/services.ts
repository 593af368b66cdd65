/** Every service of the shop. */
import type { ServiceManifest } from '#platform/service/manifest.ts';

export const allServices: readonly ServiceManifest[] = [];
