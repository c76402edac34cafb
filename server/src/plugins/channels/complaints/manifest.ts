import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';

export const addressKind = 'complaint';
export const mailKind = 'email';
const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

/** What a new inbox knows: name | sender domains | days to answer (with “úteis”: working days) | best mark. */
export const defaultSites = ['Reclame Aqui | reclameaqui.com.br | 10 úteis | 10'];

/** As far as a mailbox goes: lower case, one @, no white space. */
export const canonicalMail = (value: string): string | null => {
  const text = value.trim().toLowerCase();
  return /^[^\s@<>"(),:;]{1,128}@[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?$/.test(text) ? text : null;
};

const settings: SettingField[] = [
  {
    name: 'address',
    type: 'email',
    required: false,
    label: say('Endereço dos avisos', 'Address for notices', 'Dirección de los avisos'),
    help: say(
      'Um endereço só desta caixa, num domínio que o Meada recebe. Cadastre-o no site ou encaminhe para ele os avisos.',
      'An address of this inbox alone, in a domain that Meada receives. Give it to the site, or redirect its notices there.',
      'Una dirección solo de esta bandeja, en un dominio que Meada recibe. Regístrela en el sitio o redirija allí sus avisos.',
    ),
    placeholder: 'reclamacoes@meada.minhaloja.com.br',
  },
  {
    name: 'sites',
    type: 'list',
    required: true,
    default: defaultSites,
    label: say('Sites', 'Sites', 'Sitios'),
    help: say(
      'Um por linha: nome | domínios do remetente | prazo em dias (“10 úteis”) | nota máxima.',
      'One per line: name | sender domains | days to answer (“10 úteis”: working days) | best mark.',
      'Uno por línea: nombre | dominios del remitente | plazo en días (“10 úteis”: hábiles) | nota máxima.',
    ),
    placeholder: defaultSites[0] ?? '',
  },
];

export const manifest: ChannelManifest = {
  id: 'complaints',
  name: say('Sites de reclamação', 'Complaint sites', 'Sitios de reclamos'),
  description: say(
    'Reclame Aqui e outros sites sem API: os avisos por e-mail viram reclamações, e a resposta é colada no site com um clique.',
    'Sites without an interface: their notices by e-mail become complaints, and the answer is pasted there with one click.',
    'Sitios sin API: sus avisos por correo se vuelven reclamos y la respuesta se pega en el sitio con un clic.',
  ),
  capabilities: {
    class: 'deferred',
    sends: ['text'],
    receivesMedia: [],
    sendsMedia: [],
    startsConversation: false,
    windowHours: null,
    edits: false,
    deletions: false,
    reactions: false,
    public: { byHand: true },
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
  },
  limits: { textLength: 20_000, attachmentBytes: 0, attachmentsPerMessage: 0 },
  settings,
  identityKinds: [
    {
      // The consumer as the party of one complaint: a notice tells a name and no address.
      kind: addressKind,
      label: say('Reclamação', 'Complaint', 'Reclamo'),
      canonical: (value) => /^[a-z0-9-]{1,80}:[\w./-]{1,100}$/.exec(value)?.[0] ?? null,
      matchKey: (canonical) => `complaint:${canonical}`,
    },
    {
      kind: mailKind,
      label: say('E-mail', 'E-mail', 'Correo electrónico'),
      canonical: canonicalMail,
      matchKey: (canonical) => `email:${canonical}`,
    },
  ],
};
