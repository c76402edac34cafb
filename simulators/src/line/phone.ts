import { createHash } from 'node:crypto';
import type { Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { Line, Said } from './index.ts';

/** A user id as the platform makes them, always the same for an account. */
const userIdOf = ({ account }: Customer): string =>
  `U${createHash('sha256').update(`line ${account}`).digest('hex').slice(0, 32)}`;

/** The messenger on the customer's phone. */
export function linePhone(platform: Line): PhoneApp {
  const { basicId } = platform.settings;
  return {
    ...{ id: 'line', ui: 'chat', name: 'LINE', link: 'line' },
    icon: '<path d="M12 4.500c-4.700 0-8.500 2.900-8.500 6.600 0 3.300 3 6 7 6.600.8.1.6.6.5 1.600 0 .3-.1.9.8.5s5-3 6.900-5.200c1.300-1.400 1.800-2.400 1.800-3.500 0-3.700-3.800-6.600-8.500-6.600z" fill="#fff"/>',
    colours: { light: ['#048a3c', '#d7f5c9', '#9fb9d6'], dark: ['#0b3d22', '#1f5c38', '#0f1a24'] },
    can: { edit: false, react: false, reply: true, start: false, block: false },
    addressOf: userIdOf,
    contacts: () => [{ id: basicId, name: platform.name, detail: basicId }],
    messages: (customer) => platform.chat(userIdOf(customer)).map((said) => phoneMessage(said, basicId)),
    actions: {
      send: async (customer, body) => {
        const me = userIdOf(customer);
        platform.customerIs(me, customer.name);
        const [latitude, longitude] = [body.number('latitude'), body.number('longitude')];
        for (const file of body.files()) await platform.customerSends(me, { bytes: file.bytes });
        const text = body.text('text');
        if (text || latitude !== undefined)
          await platform.customerSends(me, { text, latitude, longitude, replyTo: body.text('replyTo') });
      },
      press: (customer, body) =>
        platform.customerPresses(userIdOf(customer), {
          data: body.text('button') ?? '',
          title: body.text('title') ?? '',
        }),
      read: () => undefined,
    },
    file: (id) => {
      const bytes = platform.file(id);
      return bytes && { name: 'foto.jpg', type: 'image/jpeg', bytes };
    },
    onChange: (listener) =>
      platform.onChange(({ userId, kind }) => listener({ address: userId, kind, peer: basicId })),
  };
}

type Item = { action: { type: string; label: string; data?: string; uri?: string } };

function phoneMessage({ id, at, mine, piece, bytes }: Said, peer: string): PhoneMessage {
  const items = (piece.quickReply as { items: Item[] } | undefined)?.items ?? [];
  const outside = typeof piece.originalContentUrl === 'string' ? piece.originalContentUrl : undefined;
  const url = bytes ? `/control/line/file/${id}` : outside;
  const { latitude, longitude, title } = piece as { latitude?: number; longitude?: number; title?: string };
  return {
    ...{ id, peer, mine, at: at.toISOString(), ...(mine && { ticks: 'sent' as const }) },
    ...(piece.text && { text: piece.text }),
    ...(url && { files: [{ kind: 'image', name: 'foto.jpg', type: 'image/jpeg', url }] }),
    ...(latitude !== undefined &&
      longitude !== undefined && { location: { latitude, longitude, name: title } }),
    buttons: items.map(({ action }) => ({ id: action.data ?? '', title: action.label, url: action.uri })),
  };
}
