import type { Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import type { SimComplaint } from './complaint.ts';
import type { Complaints } from './index.ts';

const firm = 'firm';
const ratings = [
  { id: '10:yes', title: 'Resolvido, nota 10' },
  { id: '6:yes', title: 'Resolvido, nota 6' },
  { id: '0:no', title: 'Não resolvido, nota 0' },
];

/** The invented complaint site on the customer's phone; the firm publishes on the page each message links to. */
export function complaintsPhone(site: Complaints): PhoneApp {
  const addresses = new Set<string>();
  const ownOf = ({ email }: Customer): SimComplaint[] =>
    site.complaints().filter((one) => one.consumer.email === email);
  const openOf = (customer: Customer) => ownOf(customer).find((one) => one.mark === undefined);
  return {
    ...{ id: 'complaints', ui: 'chat', name: 'Queixa Aqui', link: 'queixa' },
    icon: '<path d="M4 9.500v5h3.500L15 19V5L7.500 9.500z" fill="#fff"/><path d="M17.500 9a4.500 4.500 0 0 1 0 6" stroke="#fff" stroke-width="1.800" fill="none"/>',
    colours: { light: ['#a61e1e', '#fde2e2', '#f8f3f3'], dark: ['#4a1414', '#6b2020', '#170f0f'] },
    can: { edit: false, react: false, reply: false, start: false, block: false },
    addressOf: ({ email }) => {
      addresses.add(email);
      return email;
    },
    contacts: () => [{ id: firm, name: 'Empório Fio & Meada', detail: 'Reclamação que todos leem' }],
    messages: (customer) =>
      ownOf(customer).flatMap((complaint) => shown(complaint, site.linkOf(complaint.id))),
    actions: {
      send: (customer, body) => {
        const text = body.text('text') ?? '';
        const open = openOf(customer);
        if (open) return site.consumerReplies(open.id, text);
        const { name, email, phone } = customer;
        return site.consumerComplains(
          { name, email, phone: `+${phone}` },
          { title: text.slice(0, 60), text },
        );
      },
      press: (customer, body) => {
        const [mark = '', solved = ''] = (body.text('button') ?? '').split(':');
        const open = openOf(customer);
        if (!open) return undefined;
        return site.consumerRates(open.id, {
          mark: Number(mark),
          solved: solved === 'yes',
          text: 'Obrigado.',
        });
      },
      read: () => undefined,
    },
    file: () => undefined,
    onChange: (listener) =>
      site.onChange(() => {
        for (const address of addresses) listener({ address, peer: firm, kind: 'message' });
      }),
  };
}

function shown({ id, title, words, mark }: SimComplaint, link: string): PhoneMessage[] {
  return words.map(({ by, text, at }, index): PhoneMessage => {
    const mine = by === 'consumer';
    return {
      ...{ id: `${id}-${index}`, peer: firm, mine, at, text },
      ...(index === 0 ? { header: title, footer: link } : {}),
      ...(mine ? { ticks: 'sent' } : {}),
      ...(!mine && mark === undefined ? { buttons: ratings } : {}),
    };
  });
}
