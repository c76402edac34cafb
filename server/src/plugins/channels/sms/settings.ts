import type { SettingField } from '@meada/contract/channels';
import type { Translated } from '@meada/contract/primitives';
import type { Settings } from '../../../modules/inboxes/port.ts';
import { type Gateway, presetNames, presets } from './presets.ts';

const words = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });
const same = (text: string): Translated => words(text, text, text);

const choices = [
  {
    value: 'custom',
    label: words('Outro (preencher tudo)', 'Another (fill in all)', 'Otro (completar todo)'),
  },
  ...Object.entries(presetNames).map(([value, name]) => ({ value, label: same(name) })),
];

const usual: SettingField[] = [
  {
    name: 'provider',
    type: 'choice',
    required: true,
    default: 'custom',
    choices,
    label: words('Provedor', 'Provider', 'Proveedor'),
    help: words(
      'Preenche o que o provedor documenta; o que você escrever em um campo vale mais.',
      'Fills in what the provider documents; what you write into a field counts more.',
      'Completa lo que el proveedor documenta; lo que usted escriba en un campo vale más.',
    ),
  },
  {
    name: 'gatewaySecret',
    type: 'secret',
    required: true,
    label: words('Chave do provedor', 'Key of the provider', 'Clave del proveedor'),
    help: words('Entra onde estiver {secret}.', 'Goes where {secret} stands.', 'Va donde diga {secret}.'),
  },
  {
    name: 'from',
    type: 'text',
    required: false,
    placeholder: '+55 41 93333-4444',
    label: words('Número ou nome que envia', 'Sending number or name', 'Número o nombre que envía'),
    help: words('Entra onde estiver {from}.', 'Goes where {from} stands.', 'Va donde diga {from}.'),
  },
  {
    name: 'hookSecret',
    type: 'secret',
    required: true,
    label: words('Segredo do recebimento', 'Secret of what arrives', 'Secreto de lo que llega'),
    help: words(
      'Invente uma senha longa e dê a mesma ao provedor. Sem ela nada é aceito.',
      'Make up a long password and give the provider the same. Without it nothing is accepted.',
      'Invente una contraseña larga y dé la misma al proveedor. Sin ella no se acepta nada.',
    ),
  },
  {
    name: 'proofPlace',
    type: 'choice',
    required: true,
    default: 'query',
    label: words('Onde vem o segredo', 'Where the secret comes', 'Dónde viene el secreto'),
    choices: [
      {
        value: 'query',
        label: words(
          'No endereço (?nome=segredo)',
          'In the address (?name=secret)',
          'En la dirección (?nombre=secreto)',
        ),
      },
      { value: 'header', label: words('Em um cabeçalho', 'In a header', 'En un encabezado') },
      {
        value: 'hmac',
        label: words(
          'Assinatura HMAC-SHA256 do corpo',
          'HMAC-SHA256 signature of the body',
          'Firma HMAC-SHA256 del cuerpo',
        ),
      },
    ],
  },
  {
    name: 'proofName',
    type: 'text',
    required: false,
    placeholder: 'secret',
    label: words(
      'Nome do parâmetro ou cabeçalho',
      'Name of the parameter or header',
      'Nombre del parámetro o encabezado',
    ),
  },
];

const rare = (name: keyof Gateway, type: SettingField['type'], label: Translated): SettingField => ({
  name,
  type,
  label,
  required: false,
  advanced: true,
});

const choice = (
  name: keyof Gateway,
  label: Translated,
  values: Record<string, Translated>,
): SettingField => ({
  ...rare(name, 'choice', label),
  choices: Object.entries(values).map(([value, text]) => ({ value, label: text })),
});

const sending: SettingField[] = [
  rare('url', 'url', words('Endereço de envio', 'Sending address', 'Dirección de envío')),
  choice('method', words('Método', 'Method', 'Método'), { POST: same('POST'), GET: same('GET') }),
  choice('body', words('Formato do corpo', 'Form of the body', 'Formato del cuerpo'), {
    json: same('JSON'),
    form: words('Formulário (a=1&b=2)', 'Form (a=1&b=2)', 'Formulario (a=1&b=2)'),
  }),
  {
    ...rare('template', 'text', words('Modelo do corpo', 'Body template', 'Modelo del cuerpo')),
    help: words(
      'Com {to}, {text}, {id}, {from}, {secret}, {webhook}. Com GET, os parâmetros do endereço.',
      'With {to}, {text}, {id}, {from}, {secret}, {webhook}. With GET, the parameters of the address.',
      'Con {to}, {text}, {id}, {from}, {secret}, {webhook}. Con GET, los parámetros de la dirección.',
    ),
    placeholder: '{"to":"{to}","text":"{text}"}',
  },
  {
    ...rare('headers', 'list', words('Cabeçalhos', 'Headers', 'Encabezados')),
    placeholder: 'Authorization: Bearer {secret}',
  },
  choice(
    'numberForm',
    words('Como escrever o número', 'How the number is written', 'Cómo escribir el número'),
    {
      digits: same('5541988887777'),
      plus: same('+5541988887777'),
      national: same('41988887777'),
    },
  ),
  {
    ...rare('successRule', 'text', words('Deu certo quando', 'It went well when', 'Salió bien cuando')),
    help: words(
      'Caminho JSON (`status=ok|queued`) ou /expressão regular/. Vazio: basta a resposta 2xx.',
      'JSON path (`status=ok|queued`) or /regular expression/. Empty: a 2xx answer is enough.',
      'Ruta JSON (`status=ok|queued`) o /expresión regular/. Vacío: basta la respuesta 2xx.',
    ),
  },
  rare(
    'idRule',
    'text',
    words('Número da mensagem na resposta', 'Message id in the answer', 'Número del mensaje en la respuesta'),
  ),
  rare(
    'errorRule',
    'text',
    words(
      'Motivo do erro na resposta',
      'Reason of an error in the answer',
      'Motivo del error en la respuesta',
    ),
  ),
];

const receiving: SettingField[] = [
  rare('inList', 'text', words('Lista nos avisos', 'List in the notices', 'Lista en los avisos')),
  rare('inFrom', 'text', words('Mensagem: de quem', 'Message: from whom', 'Mensaje: de quién')),
  rare('inText', 'text', words('Mensagem: texto', 'Message: text', 'Mensaje: texto')),
  rare('inId', 'text', words('Mensagem: número', 'Message: id', 'Mensaje: número')),
  rare('inAt', 'text', words('Mensagem: data e hora', 'Message: date and time', 'Mensaje: fecha y hora')),
  rare(
    'statusId',
    'text',
    words('Situação: número da mensagem', 'Status: message id', 'Estado: número del mensaje'),
  ),
  rare('statusWord', 'text', words('Situação: palavra', 'Status: word', 'Estado: palabra')),
  rare('statusError', 'text', words('Situação: motivo', 'Status: reason', 'Estado: motivo')),
  rare('sentWords', 'list', words('Palavras de enviado', 'Words for sent', 'Palabras de enviado')),
  rare(
    'deliveredWords',
    'list',
    words('Palavras de entregue', 'Words for delivered', 'Palabras de entregado'),
  ),
  rare('failedWords', 'list', words('Palavras de falha', 'Words for failed', 'Palabras de fallo')),
];

export const settingFields: SettingField[] = [...usual, ...sending, ...receiving];

export type Account = Gateway & {
  from: string;
  secret: string;
  hookSecret: string;
  proofPlace: 'query' | 'header' | 'hmac';
  proofName: string;
};

/** The provider's preset with what the settings say over it. */
export function accountOf(settings: Settings): Account {
  const text = (name: string): string => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  const preset = (Object.hasOwn(presets, text('provider')) && presets[text('provider')]) || presets.custom;
  const own = Object.entries(preset as Gateway).map(([name, standing]) => {
    const given = settings[name];
    const counts = Array.isArray(standing) ? Array.isArray(given) && given.length > 0 : text(name) !== '';
    return [name, counts ? given : standing] as const;
  });
  const place = text('proofPlace');
  return {
    ...(Object.fromEntries(own) as Gateway),
    from: text('from'),
    secret: text('gatewaySecret'),
    hookSecret: text('hookSecret'),
    proofPlace: place === 'header' || place === 'hmac' ? place : 'query',
    proofName: text('proofName') || 'secret',
  };
}
