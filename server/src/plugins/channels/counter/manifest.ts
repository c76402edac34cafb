import type { ChannelManifest } from '@meada/contract/channels';

export const manifest: ChannelManifest = {
  id: 'counter',
  name: { 'pt-BR': 'Balcão', en: 'Counter', es: 'Mostrador' },
  description: {
    'pt-BR': 'O cliente veio em pessoa: quem atendeu anota a visita, e ela entra na história do cliente.',
    en: 'The customer came in person: whoever served them writes the visit down, and it joins their story.',
    es: 'El cliente vino en persona: quien lo atendió anota la visita y esta entra en su historia.',
  },
  capabilities: {
    class: 'real_time',
    // Nothing leaves the house: a visit is written down, not sent.
    sends: ['visit'],
    receivesMedia: [],
    sendsMedia: ['image', 'audio', 'video', 'document', 'voice'],
    startsConversation: true,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
  },
  // The contract's limit of a visit's text; files are those an agent may upload.
  limits: { textLength: 20_000, attachmentBytes: 25 * 1024 * 1024, attachmentsPerMessage: 20 },
  settings: [
    {
      name: 'place',
      type: 'text',
      required: true,
      label: { 'pt-BR': 'Nome do balcão', en: 'Name of the counter', es: 'Nombre del mostrador' },
      help: {
        'pt-BR': 'Onde as pessoas são atendidas. Uma caixa para cada loja ou balcão.',
        en: 'Where people are served. One inbox for each shop or counter.',
        es: 'Dónde se atiende a las personas. Una bandeja por cada tienda o mostrador.',
      },
      placeholder: 'Loja da Rua Riachuelo',
    },
  ],
  // Whoever comes in is known by what the house knows already (telephone, e-mail, name): a counter has no addresses.
  identityKinds: [],
};
