/**
 * How mail clients introduce what they quote, in the languages seen in practice. Data, so that a client or language
 * more is one line more. All patterns are run on short, bounded pieces of text.
 */

type HeaderKind = 'from' | 'date' | 'to' | 'cc' | 'subject';

const labels: Record<HeaderKind, string> = {
  from: 'from|de|von|da|van|från|fra|od|от|remetente|remitente|expéditeur|mittente|absender',
  date: 'sent|date|data|fecha|enviado|enviada|enviado em|enviada em|enviado el|enviado a|fecha de envío|data de envio|gesendet|datum|envoyé|envoyé le|message du|inviato|verzonden|skickat|sendt|wysłano|отправлено|дата',
  to: 'to|para|an|à|a|aan|til|till|do|кому|destinatário|destinatario|pour',
  cc: 'cc|cópia|copia|copie à|kopie|con copia|c/c',
  subject: 'subject|assunto|asunto|betreff|objet|sujet|oggetto|onderwerp|ämne|emne|temat|тема',
};

/** Label of a mail header as clients print it above a quote → what it is. */
export const headerLabels = new Map<string, HeaderKind>(
  (Object.entries(labels) as [HeaderKind, string][]).flatMap(([kind, words]) =>
    words.split('|').map((word): [string, HeaderKind] => [word, kind]),
  ),
);

/** "On … wrote:" begins with one of these, or with a date. */
export const attributionStart =
  /^(?:on|at|em|no dia|na|el|le|am|il|lo|op|den|dne|dnia|w dniu|в|a las|al|dia|día|\d{1,4}[./-]\d{1,2}|\d{1,2}:\d{2}|(?:mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|s[áa]b|dom|lun|mar|mi[ée]|jue|vie)[\p{L}.-]{0,12},?\s)(?![\p{L}])/iu;

export const wroteVerb =
  /(?:^|[\s>)"'\]])(?:wrote|writes|escreveu|escreveram|escrib[ií][óo]|escribi[óo]|a écrit|schrieb|ha scritto|schreef|napisał(?:\(a\)|a)?|skrev|kirjoitti|написал(?:\(а\)|а)?|ha escrit)(?=$|[\s:(<])/iu;

/** A line that says by itself that everything below is an older mail. */
export const separator =
  /^[-_*=#>\s]{2,}(?:original message|mensagem original|mensagem anterior|mensaje original|mensaje anterior|message d.origine|message original|ursprüngliche nachricht|messaggio originale|oorspronkelijk bericht|reply message|original appointment|compromisso original)\s*[-_*=#\s]{2,}$/iu;

/** Put into mails by help desks so that answers can be cut. */
export const replyAbove =
  /(?:type|write|reply|responda|responder|escreva|digite|responda|escriba)\b.{0,40}(?:above this line|acima desta linha|por encima de esta línea|encima de esta linea)/iu;

/** What follows was written by somebody else and handed on: it is the matter itself and stays. */
export const forwardMark =
  /^(?:[-_*=\s]{2,}(?:forwarded message|forwarded by|mensagem encaminhada|mensagem reencaminhada|mensaje reenviado|message transféré|weitergeleitete nachricht|messaggio inoltrato)|begin forwarded message:|início da mensagem (?:re)?encaminhada:|inicio del mensaje reenviado:|anfang der weitergeleiteten nachricht:)/iu;

export const forwardSubject = /^\s*(?:fwd?|enc|encaminhada|res?env|rv|wg|tr|i)\s*:/iu;

const device =
  'iphone|ipad|android|samsung|galaxy|motorola|moto|xiaomi|redmi|huawei|lg|nokia|windows|outlook|yahoo|gmail|proton|aol|uol|bol|mail|e-mail|email|correo|celular|smartphone|telefone|teléfono|tel[ée]fono|m[óo]vil|dispositivo|tablet|blackberry|spark|superhuman|app|aplicativo|hotmail|icloud|mobile|bluemail|k-9|thunderbird|zoho|correio|\\[?proton|https?:';

/** The line telephones and apps put under a mail. */
export const mobileSignature = new RegExp(
  `^[*_\\s\\u2060-\\u2064]{0,4}(?:\\[(?:image|imagem|imagen|cid):[^\\]]{0,100}\\]\\s{0,3})?(?:${[
    `sent (?:from|via|using|with)(?: the)? (?:my\\b|${device})`,
    `sent from an? [\\p{L}' ]{3,40}$`,
    `enviad[oa] (?:do|da|de|pelo|pela|por|via|com|usando|a partir d[oae]|através d[oae])(?: o| a)? ?(?:meu|minha|${device})`,
    `enviado (?:desde|de|por|con|vía|via|usando|a trav[ée]s de)(?: el| la)? ?(?:mi\\b|${device})`,
    `(?:get|download) (?:outlook|bluemail) for`,
    `(?:obter|obtenha|baixe|baixar|obtener|obtén|obtenga|descargar) (?:o |el )?(?:outlook|bluemail) (?:para|for)`,
    `envoyé (?:de|depuis) mon`,
    `von meinem .{1,30} gesendet`,
    `inviato (?:da|dal) `,
    `(?:virus-free|livre de v[ií]rus|sem v[ií]rus|libre de virus|não contém vírus)[.\\s]`,
    `this email has been checked for viruses`,
    `(?:est[ea] )?(?:e-?mail|mensagem|correo) (?:foi|fue|ha sido) (?:escaneado|verificad[oa]|analizado|comprobado) (?:pelo|por)`,
  ].join('|')})`,
  'iu',
);

/** The standard delimiter, and what people and lists use for it. */
export const signatureMark = /^(?:--|—|––|_{2,}|-- \*|\*--\*)\s*$/u;

/** A ruler, or a picture's place, between an answer and what it quotes. */
export const decoration = /^(?:[-_=*~\s]{3,}|\s*\[(?:cid|image|imagem|imagen):[^\]]{0,200}\]\s*)$/;
