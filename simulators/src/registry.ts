import { startBrasilapi } from './brasilapi/index.ts';
import { complaintsPlatform } from './complaints/platform.ts';
import { consumidorPlatform } from './consumidor/platform.ts';
import { linePlatform } from './line/platform.ts';
import { facebookPlatform, instagramPlatform } from './meta/platform.ts';
import type { Asked, Platform } from './platform.ts';
import { reviewsPlatform } from './reviews/platform.ts';
import { sms } from './sms/platform.ts';
import { startViacep } from './viacep/index.ts';
import { xPlatform } from './x/platform.ts';

/** Every simulator that speaks for itself, one line each; the order gives the ports: new ones go to the end. */
export const platforms: readonly Platform[] = [
  sms,
  xPlatform,
  instagramPlatform,
  facebookPlatform,
  reviewsPlatform,
  consumidorPlatform,
  complaintsPlatform,
  linePlatform,
];

/** Services that are only asked, as their plug-ins are called. */
export const askedServices: readonly Asked[] = [
  { name: 'viacep', start: startViacep },
  { name: 'brasilapi', start: startBrasilapi },
];
