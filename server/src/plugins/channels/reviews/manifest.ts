import type { ChannelManifest, SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';

/** My Business API v4, ReviewReply.comment: at most 4096 characters. */
export const replyLimit = 4096;
export const defaultApiUrl = 'https://mybusiness.googleapis.com';
export const defaultTokenUrl = 'https://oauth2.googleapis.com/token';
export const defaultNotifyUrl = 'https://mybusinessnotifications.googleapis.com';
export const defaultCertsUrl = 'https://www.googleapis.com/oauth2/v3/certs';
/** Seconds between two looks once we are told: only for what is deleted or went astray. */
export const pushedPause = 1800;
/** Seconds between two looks; far below the 300 requests a minute a project has. */
export const defaultPause = 60;

export const addressKind = 'reviewer';

const say = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });

const settings: SettingField[] = [
  {
    name: 'account',
    type: 'text',
    required: true,
    label: say('Número da conta', 'Account number', 'Número de la cuenta'),
    help: say(
      'A conta do Perfil da Empresa: só os algarismos de accounts/….',
      'The Business Profile account: only the digits of accounts/….',
      'La cuenta del Perfil de Empresa: solo los dígitos de accounts/….',
    ),
    placeholder: '112233445566778899',
  },
  {
    name: 'location',
    type: 'text',
    required: true,
    label: say('Número do local', 'Location number', 'Número del local'),
    help: say(
      'O local verificado: só os algarismos de locations/….',
      'The verified location: only the digits of locations/….',
      'El local verificado: solo los dígitos de locations/….',
    ),
    placeholder: '998877665544332211',
  },
  {
    name: 'clientId',
    type: 'text',
    required: true,
    label: say('ID do cliente OAuth', 'OAuth client ID', 'ID de cliente OAuth'),
    placeholder: '….apps.googleusercontent.com',
  },
  {
    name: 'clientSecret',
    type: 'secret',
    required: true,
    label: say('Chave secreta do cliente OAuth', 'OAuth client secret', 'Secreto del cliente OAuth'),
  },
  {
    name: 'refreshToken',
    type: 'secret',
    required: true,
    label: say('Token de atualização', 'Refresh token', 'Token de actualización'),
    help: say(
      'Obtido uma vez com o escopo business.manage; o guia ao lado mostra como.',
      'Obtained once with the scope business.manage; the guide beside shows how.',
      'Se obtiene una vez con el alcance business.manage; la guía de al lado muestra cómo.',
    ),
  },
  {
    name: 'placeId',
    type: 'text',
    required: false,
    label: say('Place ID', 'Place ID', 'Place ID'),
    help: say(
      'Se informado, cada avaliação mostra o link da página do local.',
      'If given, each review shows the link of the location’s page.',
      'Si se indica, cada reseña muestra el enlace de la página del local.',
    ),
    placeholder: 'ChIJ…',
  },
  {
    name: 'pushEmail',
    type: 'text',
    required: false,
    label: say('Conta de serviço do Pub/Sub', 'Service account of Pub/Sub', 'Cuenta de servicio de Pub/Sub'),
    help: say(
      'Opcional: com o Pub/Sub as avaliações chegam na hora. O e-mail da conta de serviço que assina o envio.',
      'Optional: with Pub/Sub reviews arrive at once. The email of the service account that signs the push.',
      'Opcional: con Pub/Sub las reseñas llegan al momento. El correo de la cuenta de servicio que firma el envío.',
    ),
    placeholder: 'envio@projeto.iam.gserviceaccount.com',
  },
  {
    name: 'pushTopic',
    type: 'text',
    required: false,
    label: say('Tópico do Pub/Sub', 'Pub/Sub topic', 'Tema de Pub/Sub'),
    help: say(
      'Com ele, o Perfil da Empresa é ligado ao tópico ao salvar.',
      'With it the Business Profile is linked to the topic when you save.',
      'Con él, el Perfil de Empresa se vincula al tema al guardar.',
    ),
    placeholder: 'projects/meu-projeto/topics/avaliacoes',
  },
  {
    name: 'pause',
    type: 'number',
    required: false,
    advanced: true,
    default: defaultPause,
    label: say('Segundos entre as buscas', 'Seconds between looks', 'Segundos entre consultas'),
  },
  {
    name: 'apiUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultApiUrl,
    label: say('Endereço da API', 'API address', 'Dirección de la API'),
  },
  {
    name: 'oauthUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultTokenUrl,
    label: say('Endereço dos tokens', 'Token address', 'Dirección de los tokens'),
  },
  {
    name: 'notifyUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultNotifyUrl,
    label: say('Endereço das notificações', 'Notifications address', 'Dirección de las notificaciones'),
  },
  {
    name: 'certsUrl',
    type: 'url',
    required: false,
    advanced: true,
    default: defaultCertsUrl,
    label: say(
      'Endereço das chaves públicas',
      'Address of the public keys',
      'Dirección de las claves públicas',
    ),
  },
];

export const manifest: ChannelManifest = {
  id: 'reviews',
  name: say('Avaliações no Google', 'Google reviews', 'Reseñas de Google'),
  description: say(
    'As avaliações do Perfil da Empresa no Google, com as estrelas; a resposta é publicada por aqui.',
    'The reviews of the Google Business Profile, with their stars; the reply is published from here.',
    'Las reseñas del Perfil de Empresa de Google, con sus estrellas; la respuesta se publica desde aquí.',
  ),
  capabilities: {
    class: 'deferred',
    sends: ['text'],
    receivesMedia: [],
    sendsMedia: [],
    startsConversation: false,
    windowHours: null,
    edits: true,
    deletions: true,
    reactions: false,
    amends: { edit: { kinds: ['text'], hours: null }, delete: { hours: null } },
    // Reviewers cannot be written to in private.
    public: {},
    typing: false,
    readReceipts: false,
    html: false,
    subject: false,
    groups: false,
    switchTarget: false,
  },
  limits: { textLength: replyLimit, attachmentBytes: 0, attachmentsPerMessage: 0, perSecond: 5 },
  settings,
  identityKinds: [
    {
      // Reviewers have no address of their own: each is known by the one review.
      kind: addressKind,
      label: say('Avaliação', 'Review', 'Reseña'),
      canonical: (value) => /^[\w-]{1,250}$/.exec(value)?.[0] ?? null,
      matchKey: (canonical) => `review:${canonical}`,
    },
  ],
};
