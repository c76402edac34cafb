import type { AmendResult } from '@meada/contract/amendments';
import type { SendResult } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';
import type { GraphAnswer } from './call.ts';
import type { Platform } from './platform.ts';

type Class = { state: 'retry' | 'failed'; afterSeconds?: number; text: Translated };

/**
 * The kinds of refusal and what to do about them; `{name}` is the platform's. Source: Messenger Platform, common error
 * codes (18 March 2026), and Graph API, error handling. A refusal that is not here fails with the platform's own words.
 */
const classes = {
  rate: {
    state: 'retry',
    afterSeconds: 60,
    text: {
      'pt-BR': 'A Meta pediu para enviar mais devagar; vamos tentar de novo.',
      en: 'Meta asked us to send more slowly; we will try again.',
      es: 'Meta pidió enviar más despacio; lo intentaremos de nuevo.',
    },
  },
  passing: {
    state: 'retry',
    afterSeconds: 15,
    text: {
      'pt-BR': 'O serviço da Meta falhou por um momento; vamos tentar de novo.',
      en: 'Meta’s service failed for a moment; we will try again.',
      es: 'El servicio de Meta falló por un momento; lo intentaremos de nuevo.',
    },
  },
  window: {
    state: 'failed',
    text: {
      'pt-BR':
        'Já passou o prazo desde a última mensagem do cliente (24 horas; 7 dias para a resposta de uma pessoa). É preciso esperar que ele escreva.',
      en: 'The time since the customer’s last message is over (24 hours; 7 days for a person’s answer). They have to write first.',
      es: 'Pasó el plazo desde el último mensaje del cliente (24 horas; 7 días para la respuesta de una persona). Hay que esperar a que escriba.',
    },
  },
  once: {
    state: 'failed',
    text: {
      'pt-BR':
        'Um comentário recebe uma única resposta privada, em até 7 dias. Para continuar, espere o cliente responder.',
      en: 'A comment gets one private reply, within 7 days. To go on, wait for the customer to answer.',
      es: 'Un comentario recibe una sola respuesta privada, en un plazo de 7 días. Para seguir, espere a que el cliente responda.',
    },
  },
  unavailable: {
    state: 'failed',
    text: {
      'pt-BR': 'Esta pessoa não recebe mensagens da empresa agora: bloqueou, saiu ou encerrou a conta.',
      en: 'This person cannot be reached now: they blocked the business, left or closed the account.',
      es: 'Esta persona no recibe mensajes de la empresa ahora: bloqueó, salió o cerró la cuenta.',
    },
  },
  gone: {
    state: 'failed',
    text: {
      'pt-BR': 'O comentário, a publicação ou a pessoa não existe mais, ou esta página não tem acesso.',
      en: 'The comment, the post or the person is no longer there, or this page has no access.',
      es: 'El comentario, la publicación o la persona ya no existe, o esta página no tiene acceso.',
    },
  },
  token: {
    state: 'failed',
    text: {
      'pt-BR': 'O token de acesso venceu ou foi revogado: gere um novo e salve nas configurações do canal.',
      en: 'The access token has expired or was revoked: create a new one and save it in the channel’s settings.',
      es: 'El token de acceso venció o fue revocado: genere uno nuevo y guárdelo en la configuración del canal.',
    },
  },
  permission: {
    state: 'failed',
    text: {
      'pt-BR': 'Falta uma permissão do aplicativo ou da página na Meta (veja o guia do canal).',
      en: 'A permission of the app or the page is missing at Meta (see the channel’s guide).',
      es: 'Falta un permiso de la aplicación o de la página en Meta (vea la guía del canal).',
    },
  },
  blocked: {
    state: 'failed',
    text: {
      'pt-BR': 'A Meta bloqueou esta ação por um tempo: veja a qualidade da página no painel da Meta.',
      en: 'Meta has blocked this action for some time: check the page’s quality in Meta’s panel.',
      es: 'Meta bloqueó esta acción por un tiempo: revise la calidad de la página en el panel de Meta.',
    },
  },
  media: {
    state: 'failed',
    text: {
      'pt-BR': 'O arquivo não foi aceito: tipo ou tamanho não permitido.',
      en: 'The file was not accepted: type or size not allowed.',
      es: 'El archivo no fue aceptado: tipo o tamaño no permitido.',
    },
  },
} satisfies Record<string, Class>;

export type ErrorClass = keyof typeof classes;

const codes: Record<ErrorClass, number[]> = {
  rate: [4, 17, 32, 613, 80001, 80002, 80006],
  passing: [1200],
  window: [],
  once: [10900, 10903],
  unavailable: [551],
  gone: [],
  token: [102, 190],
  permission: [3, 10, ...Array.from({ length: 100 }, (_, i) => 200 + i)],
  blocked: [368],
  media: [],
};

/** Subcodes say more than codes: the same code 10 is a missing permission or a closed window. */
const subcodes: Record<number, ErrorClass> = {
  2018278: 'window',
  2018065: 'window',
  2018108: 'unavailable',
  1545041: 'unavailable',
  2018001: 'gone',
  2018047: 'media',
  2018074: 'media',
  2018109: 'media',
  2018294: 'media',
  2018022: 'rate',
  1893016: 'once',
  2534022: 'window',
  33: 'gone',
};

const byCode = new Map<number, ErrorClass>(
  Object.entries(codes).flatMap(([name, list]) =>
    list.map((code): [number, ErrorClass] => [code, name as ErrorClass]),
  ),
);

type Refusal = Extract<GraphAnswer, { kind: 'refused' }>;

/** What a refusal is about; undefined for one nobody foresaw. */
export function classOf({ status, code, subcode }: Refusal): ErrorClass | undefined {
  const own = subcode === undefined ? undefined : subcodes[subcode];
  return own ?? (code === undefined ? undefined : byCode.get(code)) ?? (status === 429 ? 'rate' : undefined);
}

type Failing = Extract<SendResult, { state: 'retry' | 'failed' | 'unknown' }> & AmendResult;

/**
 * What a call that was not answered with "done" comes to. A refusal of the documented passing kinds and `429` is tried
 * again, honouring Retry-After (seconds); every other refusal has failed for good. Where the answer was lost nobody
 * knows: `unknown`.
 */
export function outcomeOf(
  answer: Exclude<GraphAnswer, { kind: 'ok' }>,
  { name }: Pick<Platform, 'name'>,
  locale: Locale,
): Failing {
  if (answer.kind === 'unsent') {
    const text = `${sentences.unreachable[locale].replace('{name}', name)} ${answer.words}`;
    return { state: 'retry', code: 'unreachable', text };
  }
  if (answer.kind === 'lost') {
    const text = `${sentences.unknown[locale].replace('{name}', name)} ${answer.words}`;
    return { state: 'unknown', code: 'no_answer', text };
  }
  const found = classOf(answer);
  const kind: Class | undefined = found && classes[found];
  const code = answer.code === undefined ? `http_${answer.status}` : String(answer.code);
  const text = [kind?.text[locale], answer.words].filter(Boolean).join(' ');
  if (kind?.state !== 'retry') return { state: 'failed', code: found ?? code, text };
  return { state: 'retry', code, text, afterSeconds: answer.retryAfter ?? kind.afterSeconds };
}

/** Why we do not even ask. */
export const refusal = (found: ErrorClass, locale: Locale): Failing => ({
  state: 'failed',
  code: found,
  text: classes[found].text[locale],
});

/** Sentences of outcomes that are not the platform's refusal. */
export const sentences = {
  unreachable: {
    'pt-BR': 'Não foi possível falar com o {name}; vamos tentar de novo.',
    en: '{name} could not be reached; we will try again.',
    es: 'No se pudo contactar a {name}; lo intentaremos de nuevo.',
  },
  unknown: {
    'pt-BR': 'O {name} não respondeu a tempo: pode ter sido feito.',
    en: '{name} did not answer: it may have been done.',
    es: '{name} no respondió: puede haberse hecho.',
  },
  partly: {
    'pt-BR': 'Só uma parte da mensagem foi enviada.',
    en: 'Only a part of the message was sent.',
    es: 'Solo se envió una parte del mensaje.',
  },
  empty: {
    'pt-BR': 'Não há nada para enviar nesta mensagem.',
    en: 'There is nothing to send in this message.',
    es: 'No hay nada que enviar en este mensaje.',
  },
  onePart: {
    'pt-BR': 'A resposta privada a um comentário é uma única mensagem: mande só o texto ou só um arquivo.',
    en: 'The private reply to a comment is a single message: send only the text or only one file.',
    es: 'La respuesta privada a un comentario es un único mensaje: envíe solo el texto o solo un archivo.',
  },
  noPublicFiles: {
    'pt-BR': 'Uma resposta pública aqui não leva este arquivo: mande só o texto, ou o arquivo em particular.',
    en: 'A public answer here does not carry this file: send only the text, or the file in private.',
    es: 'Una respuesta pública aquí no lleva este archivo: envíe solo el texto, o el archivo en privado.',
  },
  elsewhere: {
    'pt-BR': 'Quem só mencionou a conta em outro perfil não pode receber mensagem: responda em público.',
    en: 'Somebody who only mentioned the account elsewhere cannot be written to: answer in public.',
    es: 'A quien solo mencionó la cuenta en otro perfil no se le puede escribir: responda en público.',
  },
  nowhere: {
    'pt-BR': 'Não se sabe a que comentário responder.',
    en: 'It is not known which comment to answer.',
    es: 'No se sabe a qué comentario responder.',
  },
  fixed: {
    'pt-BR': 'O {name} não permite isso pela API.',
    en: '{name} does not allow this through the API.',
    es: '{name} no lo permite por la API.',
  },
} satisfies Record<string, Translated>;
