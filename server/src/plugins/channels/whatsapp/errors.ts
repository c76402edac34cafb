import type { SendResult } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';

type Class = { state: 'retry' | 'failed'; afterSeconds?: number; text: Translated };

/**
 * The kinds of refusal and what to do about them. Source: WhatsApp Business Platform, error codes (15 May 2026), and
 * Graph API error handling. A refusal that is not here fails with the platform's own words.
 */
const classes = {
  rate: {
    state: 'retry',
    afterSeconds: 5,
    text: {
      'pt-BR': 'O WhatsApp pediu para enviar mais devagar; vamos tentar de novo.',
      en: 'WhatsApp asked us to send more slowly; we will try again.',
      es: 'WhatsApp pidió enviar más despacio; lo intentaremos de nuevo.',
    },
  },
  pair: {
    state: 'retry',
    afterSeconds: 60,
    text: {
      'pt-BR': 'Mensagens demais para a mesma pessoa em pouco tempo; vamos tentar de novo.',
      en: 'Too many messages to the same person in a short time; we will try again.',
      es: 'Demasiados mensajes a la misma persona en poco tiempo; lo intentaremos de nuevo.',
    },
  },
  spam: {
    state: 'retry',
    afterSeconds: 3600,
    text: {
      'pt-BR':
        'O WhatsApp limitou este número porque muitas mensagens foram bloqueadas; veja a qualidade do número.',
      en: 'WhatsApp limits this number because many messages were blocked; check the quality of the number.',
      es: 'WhatsApp limitó este número porque se bloquearon muchos mensajes; revise la calidad del número.',
    },
  },
  window: {
    state: 'failed',
    text: {
      'pt-BR': 'Passaram mais de 24 horas desde a última mensagem do cliente: envie um modelo aprovado.',
      en: 'More than 24 hours since the customer’s last message: send an approved template.',
      es: 'Pasaron más de 24 horas desde el último mensaje del cliente: envíe una plantilla aprobada.',
    },
  },
  undeliverable: {
    state: 'failed',
    text: {
      'pt-BR': 'Este número não recebe: não tem WhatsApp, não aceitou os termos ou usa uma versão antiga.',
      en: 'This number cannot receive: no WhatsApp, terms not accepted or an old version.',
      es: 'Este número no recibe: no tiene WhatsApp, no aceptó los términos o usa una versión antigua.',
    },
  },
  declined: {
    state: 'failed',
    text: {
      'pt-BR':
        'O WhatsApp decidiu não entregar esta mensagem de marketing, ou a pessoa pediu para não recebê-las.',
      en: 'WhatsApp chose not to deliver this marketing message, or the person asked for none.',
      es: 'WhatsApp decidió no entregar este mensaje de marketing, o la persona pidió no recibirlos.',
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
      'pt-BR': 'Falta permissão para usar este número: confira o usuário do sistema e a conta na Meta.',
      en: 'Permission to use this number is missing: check the system user and the account at Meta.',
      es: 'Falta permiso para usar este número: revise el usuario del sistema y la cuenta en Meta.',
    },
  },
  account: {
    state: 'failed',
    text: {
      'pt-BR':
        'A Meta bloqueou ou restringiu a conta, ou há um problema de pagamento: veja o painel da Meta.',
      en: 'Meta has blocked or restricted the account, or there is a payment problem: see Meta’s panel.',
      es: 'Meta bloqueó o restringió la cuenta, o hay un problema de pago: vea el panel de Meta.',
    },
  },
  template: {
    state: 'failed',
    text: {
      'pt-BR': 'O modelo não existe nesse idioma, está pausado ou os campos não conferem.',
      en: 'The template does not exist in this language, is paused, or its fields do not match.',
      es: 'La plantilla no existe en ese idioma, está pausada o los campos no coinciden.',
    },
  },
  media: {
    state: 'failed',
    text: {
      'pt-BR': 'O WhatsApp não aceitou o arquivo: tipo ou tamanho não permitido.',
      en: 'WhatsApp did not accept the file: type or size not allowed.',
      es: 'WhatsApp no aceptó el archivo: tipo o tamaño no permitido.',
    },
  },
  request: {
    state: 'failed',
    text: {
      'pt-BR': 'O WhatsApp não aceitou o conteúdo desta mensagem.',
      en: 'WhatsApp did not accept the content of this message.',
      es: 'WhatsApp no aceptó el contenido de este mensaje.',
    },
  },
} satisfies Record<string, Class>;

const codes: Record<keyof typeof classes, number[]> = {
  rate: [4, 80007, 130429, 131057, 133004, 131016],
  pair: [131056],
  spam: [131048],
  window: [131047],
  undeliverable: [131026, 131030, 131062, 130497, 131021],
  declined: [130472, 131049, 131050],
  token: [0, 190],
  permission: [3, 10, 131005, ...Array.from({ length: 100 }, (_, i) => 200 + i)],
  account: [368, 131031, 131037, 131042, 131045, 133010, 133000],
  template: [132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069],
  media: [131052, 131053],
  request: [33, 100, 131008, 131009, 131051, 135000],
};

const byCode = new Map<number, Class>(
  Object.entries(codes).flatMap(([name, list]) =>
    list.map((code): [number, Class] => [code, classes[name as keyof typeof classes]]),
  ),
);

/** What an error of this number means; null for one that is not known. */
export const sentenceOf = (code: number): Translated | null => byCode.get(code)?.text ?? null;

/** True for refusals that pass by themselves. */
export function isTemporary(code: number | undefined): boolean {
  return code !== undefined && byCode.get(code)?.state === 'retry';
}

export type Refusal = { status: number; code?: number; words: string; retryAfter?: number };

/**
 * What a refused send (HTTP 4xx) comes to. `429` and the documented rate codes are tried again, honouring
 * Retry-After (seconds); everything else has failed for good.
 */
export function refusalOf(refusal: Refusal, locale: Locale): SendResult {
  const known = refusal.code === undefined ? undefined : byCode.get(refusal.code);
  const code = refusal.code === undefined ? `http_${refusal.status}` : String(refusal.code);
  const kind = known ?? (refusal.status === 429 ? classes.rate : undefined);
  const text = [kind?.text[locale], refusal.words].filter(Boolean).join(' ') || `HTTP ${refusal.status}`;
  if (kind?.state === 'retry' || refusal.status === 429) {
    const afterSeconds = refusal.retryAfter ?? kind?.afterSeconds ?? 5;
    const wholeInbox = kind === classes.rate || kind === classes.spam;
    const wholeAddress = kind === classes.pair;
    return {
      state: 'retry',
      code,
      text,
      afterSeconds,
      ...(wholeInbox ? { wholeInbox } : {}),
      ...(wholeAddress ? { wholeAddress } : {}),
    };
  }
  return { state: 'failed', code, text };
}

/** Sentences of outcomes that are not the platform's refusal. */
export const sentences = {
  unreachable: {
    'pt-BR': 'Não foi possível falar com o WhatsApp; vamos tentar de novo.',
    en: 'WhatsApp could not be reached; we will try again.',
    es: 'No se pudo contactar a WhatsApp; lo intentaremos de nuevo.',
  },
  unknown: {
    'pt-BR': 'O WhatsApp não respondeu a tempo: a mensagem pode ter sido enviada.',
    en: 'WhatsApp did not answer: the message may have been sent.',
    es: 'WhatsApp no respondió: el mensaje puede haberse enviado.',
  },
  partly: {
    'pt-BR': 'Só uma parte da mensagem foi enviada.',
    en: 'Only a part of the message was sent.',
    es: 'Solo se envió una parte del mensaje.',
  },
  fixed: {
    'pt-BR': 'Pela API oficial, mensagens enviadas não podem ser editadas nem apagadas.',
    en: 'Through the official API, messages that were sent cannot be edited or deleted.',
    es: 'Por la API oficial, los mensajes enviados no se pueden editar ni eliminar.',
  },
  noFile: {
    'pt-BR': 'O modelo pede um arquivo que não está na mensagem.',
    en: 'The template asks for a file that is not in the message.',
    es: 'La plantilla pide un archivo que no está en el mensaje.',
  },
  empty: {
    'pt-BR': 'Não há nada para enviar nesta mensagem.',
    en: 'There is nothing to send in this message.',
    es: 'No hay nada que enviar en este mensaje.',
  },
} satisfies Record<string, Translated>;
