import type { Platform } from '../platform.ts';
import { demoProject, startReviews } from './index.ts';
import { reviewsPhone } from './phone.ts';

/** Somebody whom the shop knows from nowhere else. */
const celia = {
  ...{ name: 'Célia Nunes', phone: '5541977001122', email: 'celia@cliente.example', account: 5_200_000_053 },
};

/** The shop's reviews on the map. */
export const reviewsPlatform: Platform = {
  name: 'reviews',
  start: async (port) => {
    const platform = await startReviews({ port });
    const settings = { ...demoProject, apiUrl: platform.url, oauthUrl: platform.tokenUrl, pause: 2 };
    return {
      ...{ url: platform.url, allow: platform.allow, app: reviewsPhone(platform), stop: platform.stop },
      inboxes: () => [{ channel: 'reviews', name: 'Avaliações no Google', settings }],
      scenes: [
        {
          path: '/control/reviews/send',
          body: { customer: celia, text: '2 A lã é linda, mas o pedido demorou demais e ninguém avisou.' },
          answer: null,
          resolved: false,
        },
      ],
    };
  },
};
