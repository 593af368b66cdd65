/** Every service of the shop. */

import type { ServiceManifest } from '#platform/service/manifest.ts';
import { userService } from '#services/user/src/service.ts';

export const allServices: readonly ServiceManifest[] = [userService];
