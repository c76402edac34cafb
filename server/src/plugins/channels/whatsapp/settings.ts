import type { SettingField } from '@meada/contract/channels';
import type { Settings } from '../../../modules/inboxes/port.ts';
import { addressFields, defaultGraphUrl, proofFields } from '../../graph/settings.ts';

export const defaultLinkUrl = 'https://wa.me';

/** Messages a second an ordinary number may send (Cloud API, throughput); at most so many after an upgrade. */
export const ordinaryRate = 80;
const highestRate = 1000;

/** The settings form; the order is the order in which Meta's panels show the values. */
export const settingFields: SettingField[] = [
  {
    name: 'phoneNumber',
    type: 'text',
    label: { 'pt-BR': 'Número de WhatsApp da empresa', en: 'Business number', es: 'Número de la empresa' },
    help: {
      'pt-BR': 'Com código do país e DDD, por exemplo +55 41 3333-4444.',
      en: 'With country and area code, for example +55 41 3333-4444.',
      es: 'Con código de país y de área, por ejemplo +55 41 3333-4444.',
    },
    placeholder: '+55 41 3333-4444',
    required: true,
  },
  {
    name: 'phoneNumberId',
    type: 'text',
    label: {
      'pt-BR': 'ID do número de telefone',
      en: 'Phone number ID',
      es: 'Identificador del número de teléfono',
    },
    placeholder: '106540352242922',
    required: true,
  },
  {
    name: 'businessAccountId',
    type: 'text',
    label: {
      'pt-BR': 'ID da conta do WhatsApp Business',
      en: 'WhatsApp Business account ID',
      es: 'Identificador de la cuenta de WhatsApp Business',
    },
    placeholder: '102290129340398',
    required: true,
  },
  {
    name: 'accessToken',
    type: 'secret',
    label: {
      'pt-BR': 'Token de acesso permanente',
      en: 'Permanent access token',
      es: 'Token de acceso permanente',
    },
    help: {
      'pt-BR':
        'De um usuário do sistema, com as permissões whatsapp_business_messaging e whatsapp_business_management.',
      en: 'Of a system user, with the permissions whatsapp_business_messaging and whatsapp_business_management.',
      es: 'De un usuario del sistema, con los permisos whatsapp_business_messaging y whatsapp_business_management.',
    },
    required: true,
  },
  ...proofFields,
  {
    name: 'perSecond',
    type: 'number',
    label: {
      'pt-BR': 'Mensagens por segundo',
      en: 'Messages a second',
      es: 'Mensajes por segundo',
    },
    help: {
      'pt-BR':
        '80 para um número comum, 1000 depois que a Meta ampliou a vazão, 20 se o número também está no aplicativo.',
      en: '80 for an ordinary number, 1000 once Meta has raised the throughput, 20 if the number is also in the app.',
      es: '80 para un número común, 1000 cuando Meta amplió la capacidad, 20 si el número también está en la aplicación.',
    },
    required: false,
    default: ordinaryRate,
    advanced: true,
  },
  ...addressFields(defaultLinkUrl),
];

/** The settings as this plug-in uses them; blanks are empty texts, addresses have their default. */
export type Account = {
  phoneNumber: string;
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  graphUrl: string;
  linkUrl: string;
  perSecond: number;
};

/** Reads the settings form; never throws, a missing value is an empty text. */
export function accountOf(settings: Settings): Account {
  const value = (name: string) => {
    const given = settings[name];
    return typeof given === 'string' ? given.trim() : '';
  };
  const address = (name: string, otherwise: string) => (value(name) || otherwise).replace(/\/+$/, '');
  return {
    phoneNumber: value('phoneNumber'),
    phoneNumberId: value('phoneNumberId'),
    businessAccountId: value('businessAccountId'),
    accessToken: value('accessToken'),
    appSecret: value('appSecret'),
    verifyToken: value('verifyToken'),
    graphUrl: address('graphUrl', defaultGraphUrl),
    linkUrl: address('linkUrl', defaultLinkUrl),
    perSecond: rateOf(settings.perSecond),
  };
}

function rateOf(given: Settings[string]): number {
  const rate = Math.floor(Number(given));
  return rate >= 1 ? Math.min(rate, highestRate) : ordinaryRate;
}
