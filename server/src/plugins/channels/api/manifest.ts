import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import { identityKind } from './ids.ts';

/** Pushed files go as base64 in one JSON body: five of them are at most 67 MB on the wire. */
export const fileLimit = 10 * 1024 * 1024;

const settings: SettingField[] = [
  {
    name: 'secret',
    type: 'secret',
    required: false,
    placeholder: 'whsec_…',
    label: { 'pt-BR': 'Segredo das assinaturas', en: 'Signing secret', es: 'Secreto de las firmas' },
    help: {
      'pt-BR':
        'O mesmo dos dois lados. Para trocá-lo: novo e antigo com um espaço entre eles, e depois só o novo.',
      en: 'The same on both sides. To replace it: new and old with a space between, later the new one alone.',
      es: 'El mismo en ambos lados. Para cambiarlo: nuevo y viejo con un espacio entre ellos; después solo el nuevo.',
    },
  },
  {
    name: 'deliverUrl',
    type: 'url',
    required: false,
    placeholder: 'https://sistema.exemplo.com.br/meada',
    label: { 'pt-BR': 'Para onde enviar', en: 'Where to send', es: 'Adónde enviar' },
    help: {
      'pt-BR': 'Endereço que recebe as respostas. Vazio: elas esperam até que o sistema as busque.',
      en: 'Address that takes the answers. Empty: they wait until the system fetches them.',
      es: 'Dirección que recibe las respuestas. Vacío: esperan hasta que el sistema las busque.',
    },
  },
  {
    name: 'userBase',
    type: 'text',
    required: false,
    advanced: true,
    label: { 'pt-BR': 'Base de usuários', en: 'User base', es: 'Base de usuarios' },
    help: {
      'pt-BR': 'Dê o mesmo nome a caixas de sistemas com o mesmo cadastro. Vazio: só esta caixa.',
      en: 'Give the same name to inboxes of systems that share their users. Empty: this inbox alone.',
      es: 'Use el mismo nombre en bandejas de sistemas con los mismos usuarios. Vacío: solo esta bandeja.',
    },
  },
];

export const manifest: ChannelManifest = {
  id: 'api',
  name: { 'pt-BR': 'Outro sistema (API)', en: 'Another system (API)', es: 'Otro sistema (API)' },
  description: {
    'pt-BR': 'Qualquer sistema com a nossa API: ele entrega e busca mensagens, com assinatura ou chave.',
    en: 'Any system by our API: it hands in and fetches messages, with a signature or a key.',
    es: 'Cualquier sistema con nuestra API: entrega y busca mensajes, con firma o clave.',
  },
  capabilities: {
    class: 'real_time',
    sends: ['text', 'media', 'location', 'contact', 'buttons', 'list'],
    receivesMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    sendsMedia: ['image', 'audio', 'video', 'document', 'sticker', 'voice'],
    startsConversation: true,
    windowHours: null,
    edits: true,
    deletions: true,
    reactions: true,
    typing: true,
    readReceipts: true,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
  },
  limits: { textLength: 200_000, attachmentBytes: fileLimit, attachmentsPerMessage: 5 },
  settings,
  identityKinds: [identityKind],
};
