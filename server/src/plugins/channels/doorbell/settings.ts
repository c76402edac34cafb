import type { SettingField } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';
import type { Settings } from '../../../modules/inboxes/port.ts';
import { colourOf, listOf } from '../origins.ts';

const words = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });
export const defaultColour = '#0f6b5c';

/** Stands among the inboxes of the setting `buttons` for the form. */
export const formEntry = 'callback';

export const settingFields: SettingField[] = [
  {
    name: 'name',
    type: 'text',
    required: true,
    placeholder: 'Empório Fio & Meada',
    label: words('Nome da empresa', 'Name of the firm', 'Nombre de la empresa'),
  },
  {
    name: 'buttons',
    type: 'inboxes',
    required: false,
    choices: [{ value: formEntry, label: words('Ligue para mim', 'Call me', 'Llámeme') }],
    label: words('Botões, nesta ordem', 'Buttons, in this order', 'Botones, en este orden'),
    help: words(
      'Nada marcado: todos os que têm endereço público, e o formulário.',
      'Nothing chosen: all that have a public address, and the form.',
      'Nada marcado: todos los que tienen dirección pública, y el formulario.',
    ),
  },
  {
    name: 'links',
    type: 'list',
    required: false,
    placeholder: 'Como chegar | https://maps.example/minhaloja',
    label: words('Outros botões', 'Further buttons', 'Otros botones'),
    help: words(
      'Um por linha: Nome | endereço. Valem https://, tel:, mailto: e sms:.',
      'One a line: Name | address. https://, tel:, mailto: and sms: are taken.',
      'Uno por línea: Nombre | dirección. Valen https://, tel:, mailto: y sms:.',
    ),
  },
  {
    name: 'words',
    type: 'text',
    required: false,
    placeholder: 'Oi! Vim da página {page}.',
    label: words('Texto já escrito na conversa', 'Words already written', 'Texto ya escrito'),
    help: words(
      '{page} vira o título da página onde a pessoa está.',
      '{page} becomes the title of the page the person is on.',
      '{page} será el título de la página donde está la persona.',
    ),
  },
  {
    name: 'colour',
    type: 'text',
    required: false,
    default: defaultColour,
    placeholder: defaultColour,
    label: words('Cor', 'Colour', 'Color'),
  },
  {
    name: 'position',
    type: 'choice',
    required: false,
    default: 'left',
    label: words('Lado da página', 'Side of the page', 'Lado de la página'),
    choices: [
      { value: 'left', label: words('Esquerda', 'Left', 'Izquierda') },
      { value: 'right', label: words('Direita', 'Right', 'Derecha') },
    ],
  },
  {
    name: 'origins',
    type: 'list',
    required: false,
    placeholder: 'https://www.minhaloja.com.br',
    label: words('Sites permitidos', 'Allowed sites', 'Sitios permitidos'),
    help: words(
      'Um endereço por linha; https://*.minhaloja.com.br vale para todos os subdomínios. Vazio: qualquer site.',
      'One address a line; https://*.myshop.com covers all subdomains. Empty: any site.',
      'Una dirección por línea; https://*.mitienda.com vale para todos los subdominios. Vacío: cualquier sitio.',
    ),
  },
  {
    name: 'callTitle',
    type: 'text',
    required: false,
    label: words('Título do formulário', 'Title of the form', 'Título del formulario'),
  },
  {
    name: 'callText',
    type: 'text',
    required: false,
    label: words('Texto do formulário', 'Text of the form', 'Texto del formulario'),
  },
  {
    name: 'consent',
    type: 'text',
    required: false,
    label: words(
      'Com o que a pessoa concorda',
      'What the person agrees to',
      'Con qué está de acuerdo la persona',
    ),
    help: words(
      'Vazio: “Concordo que a empresa use estes dados para me ligar.”',
      'Empty: “I agree that the firm uses this to call me.”',
      'Vacío: “Acepto que la empresa use estos datos para llamarme.”',
    ),
  },
  {
    name: 'subjects',
    type: 'list',
    required: false,
    placeholder: 'Dúvida sobre pedido',
    label: words('Assuntos para escolher', 'Subjects to choose from', 'Asuntos para elegir'),
  },
  {
    name: 'promiseMinutes',
    type: 'number',
    required: false,
    default: 30,
    label: words('Ligamos em até (minutos)', 'We call within (minutes)', 'Llamamos en hasta (minutos)'),
    help: words(
      'Dentro do horário da caixa; fora dele, conta a partir da abertura.',
      'Within the hours of the inbox; outside, counted from its opening.',
      'Dentro del horario de la bandeja; fuera de él, desde la apertura.',
    ),
  },
];

export const consents: Record<Locale, (name: string) => string> = {
  'pt-BR': (name) => `Concordo que ${name} use estes dados para me ligar.`,
  en: (name) => `I agree that ${name} uses this to call me.`,
  es: (name) => `Acepto que ${name} use estos datos para llamarme.`,
};
const titles: Record<Locale, string> = {
  'pt-BR': 'Ligue para mim',
  en: 'Call me',
  es: 'Llámeme',
};

export type Look = {
  name: string;
  colour: string;
  position: 'left' | 'right';
  words: string;
  buttons: string[];
  links: { label: string; href: string }[];
  title: string;
  text: string;
  consent: string;
  subjects: string[];
  promiseMinutes: number;
};

const linksAtMost = 12;

/** A line of `links`; null for what is none, above all `javascript:` and the like. */
export function linkOf(line: string): { label: string; href: string } | null {
  const [, label, href] = /^([^|]{1,60})\|\s*(\S{1,500})\s*$/.exec(line) ?? [];
  const url = href ? URL.parse(href) : null;
  return label && url && /^(https?|tel|mailto|sms):$/.test(url.protocol)
    ? { label: label.trim(), href: url.href }
    : null;
}

/** The settings as routes read them, in the visitor's language where the firm wrote nothing. */
export function lookOf(settings: Settings, inboxName: string, locale: Locale): Look {
  const text = (name: string): string => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const minutes = typeof settings.promiseMinutes === 'number' ? settings.promiseMinutes : 30;
  const name = text('name') || inboxName;
  return {
    name,
    colour: colourOf(settings.colour) ?? defaultColour,
    position: settings.position === 'right' ? 'right' : 'left',
    words: text('words').slice(0, 500),
    buttons: listOf(settings.buttons),
    links: listOf(settings.links)
      .map(linkOf)
      .filter((link) => link !== null)
      .slice(0, linksAtMost),
    title: text('callTitle') || titles[locale],
    text: text('callText'),
    consent: text('consent') || consents[locale](name),
    subjects: listOf(settings.subjects).slice(0, 20),
    promiseMinutes: Math.min(Math.max(Math.round(minutes), 5), 7 * 24 * 60),
  };
}
