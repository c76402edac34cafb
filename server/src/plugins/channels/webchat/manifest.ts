import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import { identityKinds } from './identities.ts';
import { defaultColour } from './look.ts';

const settings: SettingField[] = [
  {
    name: 'name',
    type: 'text',
    required: true,
    label: { 'pt-BR': 'Nome no topo do chat', en: 'Name at the top of the chat', es: 'Nombre en el chat' },
    placeholder: 'Empório Fio & Meada',
  },
  {
    name: 'welcome',
    type: 'text',
    required: false,
    label: { 'pt-BR': 'Boas-vindas', en: 'Welcome text', es: 'Bienvenida' },
    help: {
      'pt-BR': 'A primeira coisa que o visitante lê. Vazio: uma saudação no idioma dele.',
      en: 'The first thing a visitor reads. Empty: a greeting in their language.',
      es: 'Lo primero que lee el visitante. Vacío: un saludo en su idioma.',
    },
  },
  {
    name: 'colour',
    type: 'text',
    required: false,
    default: defaultColour,
    placeholder: defaultColour,
    label: { 'pt-BR': 'Cor', en: 'Colour', es: 'Color' },
    help: {
      'pt-BR': 'Como #0f6b5c. O texto sobre ela fica claro ou escuro, o que se ler melhor.',
      en: 'Like #0f6b5c. Text on it turns light or dark, whichever reads better.',
      es: 'Como #0f6b5c. El texto encima será claro u oscuro, lo que se lea mejor.',
    },
  },
  {
    name: 'position',
    type: 'choice',
    required: false,
    default: 'right',
    label: { 'pt-BR': 'Lado da página', en: 'Side of the page', es: 'Lado de la página' },
    choices: [
      { value: 'right', label: { 'pt-BR': 'Direita', en: 'Right', es: 'Derecha' } },
      { value: 'left', label: { 'pt-BR': 'Esquerda', en: 'Left', es: 'Izquierda' } },
    ],
  },
  {
    name: 'origins',
    type: 'list',
    required: false,
    placeholder: 'https://www.minhaloja.com.br',
    label: { 'pt-BR': 'Sites permitidos', en: 'Allowed sites', es: 'Sitios permitidos' },
    help: {
      'pt-BR':
        'Um endereço por linha; https://*.minhaloja.com.br vale para todos os subdomínios. Vazio: qualquer site.',
      en: 'One address a line; https://*.myshop.com covers all subdomains. Empty: any site.',
      es: 'Una dirección por línea; https://*.mitienda.com vale para todos los subdominios. Vacío: cualquier sitio.',
    },
  },
  {
    name: 'askName',
    type: 'boolean',
    required: false,
    default: false,
    label: { 'pt-BR': 'Pedir o nome antes', en: 'Ask for the name first', es: 'Pedir el nombre antes' },
  },
  {
    name: 'askEmail',
    type: 'boolean',
    required: false,
    default: false,
    label: { 'pt-BR': 'Pedir o e-mail antes', en: 'Ask for the e-mail first', es: 'Pedir el correo antes' },
  },
  {
    name: 'identifySecret',
    type: 'secret',
    required: false,
    advanced: true,
    label: {
      'pt-BR': 'Segredo para clientes com login',
      en: 'Secret for signed-in customers',
      es: 'Secreto para clientes con sesión',
    },
    help: {
      'pt-BR':
        'Com ele o seu site assina o código do cliente, e a conversa acompanha a pessoa em qualquer aparelho.',
      en: 'With it your site signs the customer’s id, and the conversation follows the person on every device.',
      es: 'Con él su sitio firma el código del cliente y la conversación sigue a la persona en cada dispositivo.',
    },
  },
  {
    name: 'userBase',
    type: 'text',
    required: false,
    advanced: true,
    label: {
      'pt-BR': 'Base de clientes do site',
      en: 'Site’s customer base',
      es: 'Base de clientes del sitio',
    },
    help: {
      'pt-BR': 'Dê o mesmo nome a caixas cujos sites têm o mesmo cadastro. Vazio: só esta caixa.',
      en: 'Give the same name to inboxes whose sites share their sign-in. Empty: this inbox alone.',
      es: 'Use el mismo nombre en bandejas cuyos sitios comparten registro. Vacío: solo esta bandeja.',
    },
  },
];

export const manifest: ChannelManifest = {
  id: 'webchat',
  name: { 'pt-BR': 'Chat do site', en: 'Web chat', es: 'Chat del sitio' },
  description: {
    'pt-BR':
      'O chat no canto da sua página: uma linha de código, arquivos, botões e continuação em outro canal.',
    en: 'The chat in the corner of your page: one line of code, files, buttons, and on to another channel.',
    es: 'El chat en la esquina de su página: una línea de código, archivos, botones y paso a otro canal.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'location', 'contact', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    startsConversation: false,
    windowHours: null,
    edits: true,
    deletions: true,
    reactions: false,
    // Nothing leaves the house: what is stored is what the visitor reads.
    amends: {
      edit: { kinds: ['text', 'media'], hours: null },
      delete: { hours: null },
      react: { hours: null, emojis: null },
    },
    typing: true,
    readReceipts: true,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
    embeds: 'chat',
    showsProtocol: true,
    asksFirst: ['askName', 'askEmail'],
  },
  // Nothing leaves the house: the contract's own limits hold.
  limits: { textLength: 200_000, attachmentBytes: 25 * 1024 * 1024, attachmentsPerMessage: 10 },
  settings,
  identityKinds,
};
