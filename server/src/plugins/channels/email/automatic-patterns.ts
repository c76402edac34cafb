/** Who sends machine mail and what it says, in the languages seen. Data only. */

export const daemonLocal =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mmdf|daemon|post[-_.]?master|mail(?:er)?[-_.]?(?:delivery|system|admin\w*)|mailsys(?:tem)?|mail-?router|microsoftexchange[0-9a-f]{32}|system[-_.]?admin\w*|nobody|double-?bounce|bounces?|smtpd?|exim|qmail|mx|mailer|mailout|delivery|no-?reply-?dsn|undeliver\w*)$/i;

export const daemonName =
  /mail(?:er)?[ -]?(?:delivery|deliver|daemon|administrator|system|router|gateway|transfer)|delivery (?:sub)?system|system administrator|postmaster|mail interconnect|microsoft outlook|internet mail|sistema de (?:entrega|correo|e-?mail)|administrador do sistema|mail server/i;

/** Subjects that only a report of non-delivery has; ones a person also writes are weak. */
export const bounceSubject =
  /undeliver|un-?deliverable|non-?deliver|not (?:be )?deliver|delivery (?:status )?(?:notification|failure|failed|problem|report|error|has failed|status|delay|incomplete)|(?:mail|message|e-?mail)(?: \S{1,30}){0,3} (?:delivery (?:fail|problem|error|delay|status|system)|failure|failed|could not|not delivered|undelivered|bounced?|returned|rejected|delayed|was blocked)|failure (?:notice|delivery|notification)|failed (?:delivery|mail|message)|return(?:ed|ing) (?:e?mail|message|to sender)|(?:mail|message) (?:system )?error|mail status report|delivery (?:was )?(?:unsuccessful|aborted|denied)|warning: (?:could not send|message)|user unknown|unknown (?:user|recipient|address)|unzustellbar|nicht zugestellt|zustell(?:ung|fehler)|rückläufer|non remis|échec de (?:la )?(?:remise|distribution)|devolvid|devuelt|n[ãa]o (?:foi )?(?:p[oô]de ser )?entreg|(?:falha|erro|problema) (?:na|de) entrega|n[ãa]o (?:é|foi) poss[íi]vel entregar|no se (?:ha )?(?:pudo|podido) entregar|no entregad|error (?:de|en la) entrega|fallo (?:de|en la) entrega|mancata consegna|rejected mail|mail rejected|bounce|недоставленн|配信|送信できません|エラー|loop alert|considered unsolicited|permanent delivery|transient delivery|ndn:|dsn:|não entregue|no se puede entregar|non remis|non distribu|non recapita|onbestelbaar|niet bezorgd|配信不能|无法送达|未送达|无法投递|退信|не удается доставить|недоставлен|nie można dostarczyć|niedoręczon|atraso na entrega|entrega atrasada|retraso en la entrega|entrega retrasada|delivery delayed|délai de (?:remise|livraison)/iu;

/** What such a report says in its text. */
export const bounceText =
  /could ?n[o']t be delivered|(?:could|can) ?not be delivered|(?:was|were) (?:not|un)\s?(?:able|successful|deliver)|unable to (?:deliver|send|relay)|not delivered|undeliver|did not reach|couldn.t (?:be )?(?:deliver|reach)|delivery (?:to the following|attempts?|has failed|failed|failure|error|status|report|of your)|(?:has|have) been (?:delayed|returned|rejected|bounced|blocked)|permanent (?:error|fail|fatal)|fatal errors|transcript of session|failed (?:permanently|to deliver|recipient|address)|(?:following|these|this|the) (?:address(?:es)?|recipients?)(?: \S{1,30}){0,3} (?:had|failed|not|could|rejected|was|were)|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|rejected (?:by|your)|returned to sender|message (?:was|you sent|has)(?: \S{1,20}){0,3} (?:rejected|returned|blocked|not|delayed)|(?:said|reply|responded|error|answer)[^\n]{0,30}[: ]\s?[45]\d\d[ -]|\b[45]\d\d[ -][45]\.\d\.\d|diagnostic-code|final-recipient|host (?:unknown|not found)|n[ãa]o (?:p[ôo]de|foi poss[íi]vel|foi) (?:ser )?entreg|no (?:se )?(?:pudo|ha podido|fue posible) (?:ser )?(?:entreg|envi)|não existe|duplicated message-id|mail delivery (?:system|failed)|nicht zugestellt|konnte nicht|n'a pas pu|доставлен|配信|存在しません|見つかりません|would not accept|refused/iu;

const reply = String.raw`^(?:(?:re|aw|res|sv|rv|tr|wg):\s{0,3})?[\[【(*]{0,3}\s?`;
/** What follows when a machine wrote it; a person goes on in a sentence. */
const tail = String.raw`(?=\s*(?:$|[\]】:：;,.!|–—)(-]|(?:re|from|to|for|regarding|until|message|notification|response|von|até|hasta)\b))`;

const replies = [
  `auto(?:matic|mated|matische|matica|m[áa]tica)?[ -]?(?:e-?mail )?(?:reply|response|responder|antwort|replied|respuesta|resposta|acknowledg\\w{0,6})`,
  `auto(?=:)|autosvar|auto(?:matische|matisch|matisk|matiskt|maattinen|matikus|matyczna|matická) (?:antwort|antwoord|svar|vastaus|válasz|odpowiedź|odpověď)`,
  `out of (?:the )?office(?: auto(?:matic)?[ -]?reply)?|away from (?:the |my )(?:office|desk|mail)|on (?:annual|parental|maternity) leave`,
  `vacation (?:reply|notice|response|message)`,
  `(?:e-?mail )?(?:resposta|mensagem) autom[áa]tica|autorresposta|aus[êe]ncia (?:tempor[áa]ria|do escrit[óo]rio)`,
  `fora do escrit[óo]rio|aviso de (?:aus[êe]ncia|f[ée]rias)|f[ée]rias \\W? ?resposta`,
  `respuesta autom[áa]tica|mensaje autom[áa]tico|fuera de (?:la )?oficina`,
  `abwesenheits\\p{L}{2,20}|nicht im (?:büro|haus)|réponse automatique|absence du bureau|message d.absence|risposta automatica|fuori (?:sede|ufficio)|afwezigheids\\p{L}{2,20}|frånvaro\\p{L}{0,20}|автоответ|автоматический ответ|otomatik yanıt`,
  `your e-?mail requires verification|anti-?spam uol|please confirm (?:your message|delivery of)`,
];
/** Japanese and Chinese know no blank after it. */
const replyWithoutTail = `自動(?:返信|応答)|不在(?:通知|届|の)|自动回复|自動回覆|.{0,40}verify#[\\w-]{8}`;

/** Subjects of machines; a person may begin so too, so another sign is wanted beside. */
export const autoReplySubject = new RegExp(`${reply}(?:${replies.join('|')}|${replyWithoutTail})`, 'iu');
/** Subjects only machines write. */
export const onlyAutoReplySubject = new RegExp(
  `${reply}(?:(?:${replies.join('|')})${tail}|${replyWithoutTail})`,
  'iu',
);

/** Last resort, wants the form of a short answer besides: the words of somebody who is away. */
export const autoReplyText =
  /(?:i am|i'm|i will be|i'll be) (?:currently |now )?(?:out of (?:the )?office|on (?:vacation|annual leave|parental leave|maternity leave|holiday)|away from (?:my (?:desk|mail)|the office))|limited access to (?:my )?e-?mail|this is an auto(?:matic|mated|matically generated) (?:reply|response|message)|(?:esta|essa) é uma (?:resposta|mensagem) autom[áa]tica|(?:estou|estarei|encontro-me|estamos) (?:de f[ée]rias|em f[ée]rias|ausente|fora do escrit[óo]rio|de licen[çc]a)|(?:este|[ée]ste) es un (?:mensaje|correo) autom[áa]tico|(?:esta|[ée]sta) es una respuesta autom[áa]tica|(?:estoy|estar[ée]|me encuentro) (?:de vacaciones|fuera de la oficina|ausente)|n[ãa]o responda (?:a )?est[ea] (?:e-?mail|mensagem)|no responda a este (?:correo|mensaje)/iu;

/** The line after which a report prints the mail it is about. */
export const originalStart =
  /^[>\s]{0,4}(?:[-_*=+<\s]{2,}(?![^\n]{0,80}(?:transcript|session|error|reason|\blog\b|information))[^\n]{0,60}(?:copy of|original|unsent|undelivered|returned|message (?:header|follows|text|body|contents)|header of|below this line|follows|mensagem|mensaje)[^\n]{0,80}|(?:original|returned|your|the) (?:message|mail)(?: headers?)?(?: follows| below| text)?[^\n]{0,20}:|received: (?:from|by) |received:|return-path: ?<?|x-original-to: |dkim-signature: )/im;

/** Amazon's reports about our own sending, mailed as JSON by its notification service. */
export const notification = /^\s*\{\s*"(?:notification|event)Type"\s*:\s*"(bounce|complaint|delivery\w*)"/i;
