import type { Customer, PhoneApp, PhoneMessage } from '../phone/app.ts';
import { type Consumidor, demoFirm, type SimComplaint } from './index.ts';

const firm = 'firm';
const ratings = [
  { id: '5:yes', title: 'Resolvida, nota 5' },
  { id: '3:yes', title: 'Resolvida, nota 3' },
  { id: '1:no', title: 'Não resolvida, nota 1' },
];

/** A valid CPF of nobody, the same for the same account (two check digits, modulo 11). */
export function cpfOf({ account }: Pick<Customer, 'account'>): string {
  const digits = String(account % 1_000_000_000).padStart(9, '0');
  const check = (text: string): string => {
    const sum = [...text].reduce((total, digit, at) => total + Number(digit) * (text.length + 1 - at), 0);
    return String(((sum * 10) % 11) % 10);
  };
  const first = check(digits);
  return `${digits}${first}${check(`${digits}${first}`)}`;
}

/** The public complaint site on the customer's phone. */
export function consumidorPhone(site: Consumidor): PhoneApp {
  const addresses = new Set<string>();
  const ownOf = (customer: Customer): SimComplaint[] =>
    site.complaints().filter((one) => one.reclamante.documento === cpfOf(customer));
  const openOf = (customer: Customer) => ownOf(customer).find((one) => !one.avaliacao);
  return {
    ...{ id: 'consumidor', ui: 'chat', name: 'Consumidor.gov', link: 'consumidor' },
    icon: '<path d="M4 5.500h16v10H11l-4.500 4v-4H4z" fill="#fff"/>',
    colours: { light: ['#1351b4', '#dbe8fb', '#f2f5fa'], dark: ['#0c2f68', '#17427f', '#0e131b'] },
    can: { edit: false, react: false, reply: false, start: false, block: false },
    addressOf: ({ email }) => {
      addresses.add(email);
      return email;
    },
    contacts: () => [{ id: firm, name: demoFirm.name, detail: 'Reclamação pública, 10 dias' }],
    messages: (customer) => ownOf(customer).flatMap(shown),
    actions: {
      send: (customer, body) => {
        const text = body.text('text') ?? '';
        const files = body.files().map(({ name, type, bytes }) => ({ name, type, bytes }));
        const open = openOf(customer);
        if (open) return site.consumerAdds(open.protocolo, text, files);
        const { name, email, phone } = customer;
        return site.consumerComplains(
          { name, email, phone, cpf: cpfOf(customer) },
          { about: 'Compra pela internet', text, files },
        );
      },
      press: (customer, body) => {
        const [mark = '', solved = ''] = (body.text('button') ?? '').split(':');
        const open = openOf(customer);
        if (open) site.consumerRates(open.protocolo, { mark: Number(mark), solved: solved === 'yes' });
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

function shown({ tramites, reclamante, avaliacao }: SimComplaint): PhoneMessage[] {
  return tramites.map((step): PhoneMessage => {
    const mine = step.autor === reclamante.nome;
    const [day = '', time = ''] = step.data.split(' ');
    const at = new Date(`${day.split('/').reverse().join('-')}T${time}-03:00`).toISOString();
    return {
      ...{ id: step.codigo, peer: firm, mine, at, header: step.tipo.descricao },
      text: step.textos.map((one) => one.texto).join('\n'),
      ...(mine ? { ticks: 'sent' } : {}),
      ...(!mine && !avaliacao ? { buttons: ratings } : {}),
    };
  });
}
