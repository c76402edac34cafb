import { foreignReasons } from './bounce-languages.ts';
import type { Reason } from './bounce-reason.ts';

const none = /(?!)/;

/**
 * Name servers that answered wrongly or not at all say nothing of the domain (Postfix calls it "not found, try again");
 * whoever the far server does not know because of us is no dead address either.
 */
const trouble: Reason = {
  code: 'expired',
  permanent: false,
  words:
    /not found,? (?:please )?try again|malformed or unexpected name server|malformed name server reply|name ?server (?:timeout|timed out|failure|did not)|servfail|host name lookup failure|temporary (?:dns|name|lookup|resolution|failure in name)|dns (?:lookup|query|resolution|server)? ?(?:timed? ?out|temporar|failure: temporar)|dns records for the destination (?:computer )?could not be found/i,
  statuses: none,
};

/** In order: the first whose words match wins, then the first whose status matches. */
export const reasons: Reason[] = [
  trouble,
  ...foreignReasons,
  {
    code: 'user_unknown',
    permanent: true,
    words:
      /\b(?:user|recipient|mailbox|address) (?:is )?unknown|unknown user|no such (?:user|mailbox|recipient)|recip\w{0,6}[. ]?not ?found|recipient ?not ?found|recipient address rejected: user ?unknown|(?:user|mailbox) (?:does not|doesn.t|not) exist|no mailbox here|5\.4\.1.{0,80}recipient address rejected: access denied/i,
    statuses: none,
  },
  {
    code: 'mailbox_full',
    permanent: false,
    words:
      /(?:mail ?box|inbox|account|recipient|user|folder|maildir)\S{0,20}(?: \S{1,30}){0,4} (?:is |are |has |was |would be )?(?:full|over (?:its )?quota|over (?:the )?(?:storage|disk|size|limit))|over ?quota|quota (?:is )?(?:exceed|limit|full|violat)|exceed\S{0,4}(?: \S{1,30}){0,5} (?:quota|storage|mailbox size|disk space)|out of storage|insufficient (?:disk|storage|space|quota)|not enough (?:storage|disk|space|room)|(?:disk|storage) (?:quota|limit|full)|no space left|mailbox size limit|mailbox (?:is )?(?:too|over)|mail ?folder is full|messages in \S{1,40} mailbox exceed|caixa (?:postal|de entrada|de correio)?.{0,30}cheia|buz[óo]n (?:est[áa] )?lleno|bo[îi]te.{0,20}pleine|postfach.{0,20}voll/i,
    statuses: /^2\.2$/,
  },
  {
    code: 'too_large',
    permanent: false,
    words:
      /message (?:size )?(?:is )?(?:too (?:large|big|long)|exceeds)|size (?:of \S{1,30} )?exceed|exceed\S{0,4}(?: \S{1,30}){0,5} (?:message size|size limit|maximum size|size)|(?:maximum|max) (?:message|size|line length)|message length limit|too (?:big|large) for|file size/i,
    statuses: /^(?:2\.3|3\.4)$/,
  },
  {
    code: 'moved',
    permanent: true,
    words:
      /(?:user|recipient|address|mailbox|account) (?:has |was )?(?:moved|changed)|new (?:e-?mail )?address is|has been replaced by/i,
    statuses: /^1\.6$/,
  },
  {
    code: 'host_unknown',
    permanent: true,
    words:
      /(?:host|domain|machine)(?: name)?(?: \S{1,80}){0,2} (?:unknown(?! (?:user|or ))|(?:is |was )?not found|(?:does not|doesn.t|didn.t) exist|could ?n.t be found|not exist)|host or domain name not found|unknown (?:host|domain)|no such (?:host|domain)|nxdomain|non-?existent (?:host|domain)|no (?:valid )?mx\b|indicated no smtp service|lookup of \S{1,253} (?:responded with code nxdomain|had no relevant answers)|doesn.t receive e-?mail|no (?:dns )?(?:mx|a) record|bad destination (?:system|host|domain)|unrouteable (?:mail domain|domain)|illegal host|domain (?:name )?(?:must|is not valid|invalid)|invalid domain|can.t find any (?:host|mx)|recipient.s domain|all relevant mx records point to non-existent|couldn.t find any host|dns (?:type|server returned answer with no data|error:? .{0,40}(?:domain name not found|nxdomain))|name or service not known|(?:no|null) mx|cannot (?:find|resolve) (?:the )?(?:host|domain)|domain (?:is )?not reachable|mail receiving disabled|does not (?:accept|receive) (?:any )?(?:e-?)?mails?(?! from)(?: \(nullmx\))?/i,
    statuses: /^(?:1\.2|4\.4|1\.10)$/,
  },
  {
    code: 'policy',
    permanent: false,
    words:
      /spam(?!assassin\.org)|black ?list|block ?list|\bblocked\b|\brbl\b|dnsbl|spamhaus|reputation|poor \S{0,20} ?history|virus|malware|phish|content (?:was |is )?(?:reject|block|filter|den)|message content|policy|\bspf\b|\bdkim\b|\bdmarc\b|reverse dns|\bptr\b|rdns|unauthenticated|authentication required|relay(?:ing)? (?:access )?(?:denied|not|prohibit)|unable to relay|not permitted to relay|sender (?:address |domain |verify |id )?(?:reject|denied|not|verif|invalid|block|unknown)|domain of sender|not (?:authori[sz]ed|permitted|allowed) to send|do(?:es)? not have permission|access denied|permission denied|prohibited|banned|suspicious|bounce\.google|rate limit|too many|throttl|greylist|grey-?listed|unsolicited|bulk mail|not accepted for policy|untrusted|certificate|tls|(?:client|ip|connecting|your) (?:host|ip|address|server)(?: \S{1,60}){0,4} (?:reject|block|deni|list|refus|not)|filter|\bbatv\b|user reject|only accept\S{0,3} mail from|(?:due to|by) user rules|(?:mail from|sender)\S{0,3}(?: \S{1,200}){0,3} does not exist/i,
    statuses: none,
  },
  {
    code: 'user_unknown',
    permanent: true,
    words:
      /(?:user|recipient|addressee|mailbox|account|address|person|username|subscriber|customer|alias|destinat[áa]ri[oa]|usu[áa]rio|usuario)(?: ?\(?s?\)?)(?: \S{1,80}){0,4} (?:(?:is |was |are )?(?:unknown|not (?:known|found|valid|listed|recogni[sz]ed|here|local|our customer)|invalid|undeliverable|non-?existent)|(?:does not|doesn.t|do not|don.t|did not|didn.t|not) exist|(?:could|can)(?:not|n.t| not) be found|wasn.t found|desconhecid|inexistente|n[ãa]o (?:existe|encontrad)|no existe|no encontrad|inconnu)|(?:user|recipient|mailbox|address|account|addressee)[: ]+(?:unknown|not found|invalid)|unknown[ :](?:\S{1,40} )?(?:user|recipient|address|local|mailbox|account|alias)|no such (?:user|mailbox|recipient|account|person|address|addressee|alias|local|email|name)|(?:invalid|bad|illegal|wrong|incorrect|non-?existent) (?:\S{1,20} )?(?:recipient|mailbox|user|address|destination mailbox|account|e-?mail)|not a (?:valid|known) (?:user|mailbox|recipient|address|account|e-?mail)|no (?:mailbox|account|user|recipient|person)(?: \S{1,40}){0,3} (?:here|by that name|found|with that|of that)|(?:recipient|recip)\w{0,6}\.?notfound|recipnotfound|requested action (?:not taken|aborted): mailbox unavailable|mailbox (?:is )?unavailable|(?:isn.t|is not|not) (?:a )?(?:valid|our) (?:user|customer|mailbox|account)|couldn.t be found|address(?:es)? (?:was |were |is |are )?(?:not found|couldn.t|unknown|undeliverable|does not exist)|no longer (?:valid|exist|available|active|accept|works|employed|here|in use|on server|with)|unroute?able address|(?:that|this|the|such) (?:e-?mail )?(?:user|address|account|mailbox|recipient)(?: \S{1,80}){0,3} (?:doesn.t|does not|not) (?:exist|have)|does not have (?:a|an) (?:\S{1,40} )?(?:account|mailbox)|not listed in|does not exist|doesn.t exist|user (?:doesn.t|does not)|invalid (?:final delivery )?userid|no valid recipients|invalid user address|address rejected\.|recipient (?:address )?rejected: (?:undeliverable|unknown|no such|unverified)|there is no (?:such|one|user|account)|deactivated mailbox|mailbox (?:was )?(?:deleted|removed|closed)|account (?:has been |was |is )?(?:deleted|closed|terminated|removed)|permanently (?:closed|removed)|not present in directory|can.t accept user|server rejected recipients|not an active (?:address|mailbox|user)|mailbox (?:is )?(?:not present|unava?i?lable)|no mail box (?:available|here)|not a local address|recipient (?:is )?not (?:accepted|ok\b)|bad-?rcpt-?to|badrecipientto|not in my validrcptto|envelope recipient has been denied|domain or user isn.t in|e-?mail name is not found|missing home directory|<[^\s<>]{1,250}@[^\s<>]{1,250}> not found|no \S{1,80} in name directory|inactive e-?mail address|unknown or illegal alias|not a valid rfc[ -]\d{4} address|account unavailable/i,
    statuses: /^1\.(?:0|1|3|9)$/,
  },
  {
    code: 'disabled',
    permanent: false,
    words:
      /(?:mail ?box|account|user|recipient|address|domain)(?: \S{1,80}){0,4} (?:disabled|inactive|suspend|deactivat|locked|frozen|on hold|temporar(?:y|ily) (?:disabled|unavailable|locked)|not (?:currently )?(?:active|accepting|enabled))|(?:inactive|disabled|suspended|deactivated) (?:mail|user|account|recipient)|currently not accepting|disabled or discontinued/i,
    statuses: /^2\.1$/,
  },
  {
    code: 'expired',
    permanent: false,
    words:
      /expired|(?:timed?|time)[ -]?out|connection (?:refused|reset|closed|lost|dropped|failed|died)|could ?n.t (?:connect|establish)|unable to connect|no route to host|network (?:is )?unreachable|unreachable|delayed|deferred|deferring|try (?:again|later)|temporar|retry|too long|could not be delivered for|not responding|has not been able|loop|hops?\b|service unavailable|resources|busy|local (?:configuration )?error|i\/o error|system (?:error|problem)|configuration/i,
    statuses: /^(?:4\.\d{1,3}|3\.\d{1,3})$/,
  },
  {
    code: 'policy',
    permanent: false,
    words: none,
    statuses: /^(?:7\.\d{1,3}|6\.\d{1,3}|1\.(?:7|8)|2\.(?:0|4)|5\.\d{1,3})$/,
  },
];

const unknown = { code: 'rejected', permanent: false };

/**
 * The reason of one failure. `status` is an enhanced code (`5.1.1`) or empty; class 4 is permanent for a missing domain only.
 */
export function reasonOf(status: string, diagnostic: string): { code: string; permanent: boolean } {
  const words = diagnostic.slice(0, 4000).replace(/[’']/g, "'").replace(/\s+/g, ' ');
  const detail = status.slice(2);
  const best =
    reasons.find((reason) => reason.words.test(words)) ??
    reasons.find((reason) => reason.statuses.test(detail)) ??
    unknown;
  // A domain that is not there is not there tomorrow either, though relays call it 4.x while they try.
  const transient = status.startsWith('4') && best.code !== 'host_unknown';
  return { code: best.code, permanent: best.permanent && !transient };
}
