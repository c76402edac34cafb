import type { PhoneApp, PhoneMessage } from '../phone/app.ts';
import { demoAccount, demoGateway, type SmsSimulator } from './index.ts';
import { e164, type SimText } from './store.ts';

const shown: Record<string, string> = {
  [demoAccount.number]: '+55 41 93333-0101',
  [demoGateway.number]: '+55 41 93333-0202',
};

/** The telephone's own text messages. */
export function smsPhone(network: SmsSimulator): PhoneApp {
  return {
    id: 'sms',
    ui: 'chat',
    name: 'SMS',
    link: 'sms',
    icon: '<path d="M4 5h16a1.500 1.500 0 0 1 1.500 1.500v9a1.500 1.500 0 0 1-1.500 1.500h-9l-4 3.500v-3.500H4a1.500 1.500 0 0 1-1.500-1.500v-9A1.500 1.500 0 0 1 4 5z" fill="#fff"/>',
    colours: { light: ['#3566b0', '#dbe7fb', '#f2f4f8'], dark: ['#1d2a40', '#27406b', '#10141b'] },
    can: { edit: false, react: false, reply: false, start: true, block: false },
    addressOf: (customer) => e164(customer.phone),
    contacts: () =>
      Object.entries(shown).map(([id, detail], index) => ({
        id,
        name: index === 0 ? 'Empório Fio & Meada' : 'Empório (avisos)',
        detail,
      })),
    messages: (customer) => network.texts(customer.phone).map(phoneMessage),
    actions: {
      send: async (customer, body) => {
        const said = { phone: customer.phone, text: body.text('text') ?? '' };
        const media = body.files().map((file) => ({ bytes: file.bytes, type: file.type }));
        const isGateway = e164(body.text('to') ?? demoAccount.number) === demoGateway.number;
        const text = isGateway ? await network.answers(said) : await network.writes({ ...said, media });
        return [text.id];
      },
      start: () => undefined,
      read: () => undefined,
    },
    file: (id) => {
      const media = network.media(id);
      return media && { name: id, ...media };
    },
    onChange: (listener) =>
      network.onChange(({ phone, firm }) => listener({ address: phone, peer: firm, kind: 'message' })),
  };
}

const ticks = {
  queued: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
} as const;

function phoneMessage(text: SimText): PhoneMessage {
  return {
    id: text.id,
    peer: text.firm,
    mine: text.mine,
    at: text.at,
    text: text.text || undefined,
    ...(text.mine && { ticks: ticks[text.state] }),
    files: text.media.map((id) => ({
      kind: 'image',
      name: id,
      type: 'image/*',
      url: `/control/sms/file/${id}`,
    })),
  };
}
