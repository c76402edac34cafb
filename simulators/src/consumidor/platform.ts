import type { Platform } from '../platform.ts';
import { demoFirm, startConsumidor } from './index.ts';
import { consumidorPhone } from './phone.ts';

/** Somebody whom the shop knows from nowhere else. */
const rui = { name: 'Rui Sá', phone: '5541977003344', email: 'rui@cliente.example', account: 5_200_000_071 };

/** The public complaint site of the demo. Answers go by its service, so that the phone shows them. */
export const consumidorPlatform: Platform = {
  name: 'consumidor',
  start: async (port) => {
    const site = await startConsumidor({ port });
    const { clientId, code, clientSecret, cpf } = demoFirm;
    const settings = { clientId, code, clientSecret, cpf, apiUrl: site.apiUrl, answers: 'api', pause: 2 };
    return {
      ...{ url: site.url, allow: site.allow, app: consumidorPhone(site), stop: site.stop },
      inboxes: () => [{ channel: 'consumidor', name: 'Consumidor.gov.br', settings }],
      scenes: [
        {
          path: '/control/consumidor/send',
          body: {
            customer: rui,
            text: 'Comprei três novelos em 2 de fevereiro, o cartão foi cobrado e o pedido sumiu do site.',
          },
          answer: null,
          resolved: false,
        },
      ],
    };
  },
};
