/**
 * Codes that plug-ins and the dispatcher give for what became of a message, by the text that explains them (keys of
 * `conversations:dispatchError`). A code that is not here is explained by the server's own words.
 */
const families: Record<string, readonly string[]> = {
  blocked: ['blocked_by_customer'],
  accountGone: ['account_deleted'],
  customerFirst: ['not_started'],
  group: ['removed_from_group', 'group_gone'],
  noChat: ['chat_not_found'],
  noRights: ['no_rights'],
  credentials: [
    'token_refused',
    'no_secret',
    'smtp_530',
    'smtp_534',
    'smtp_535',
    'eauth',
    'consent_withdrawn',
  ],
  setUp: ['not_configured', 'address_refused'],
  inactive: ['inbox_inactive'],
  tooLarge: ['too_big', 'too_large', 'smtp_552'],
  voice: ['voice_forbidden'],
  noAnswer: [
    'unreachable',
    'no_answer',
    'upload',
    'connection',
    'econnection',
    'etimedout',
    'edns',
    'esocket',
    'etls',
  ],
  unsure: ['cut_off', 'connection_lost', 'strange_answer', 'no_id', 'plugin_failed'],
  partly: ['partly_sent'],
  busy: ['too_many_requests'],
  gone: ['gone', 'message_gone'],
  address: ['user_unknown', 'moved', 'host_unknown', 'smtp_550', 'smtp_553', 'eenvelope'],
  full: ['mailbox_full'],
  disabled: ['disabled'],
  policy: ['policy', 'smtp_554'],
  expired: ['expired'],
  foreign: ['foreign_user'],
  letters: ['smtputf8'],
  empty: ['empty'],
  discarded: ['discarded'],
  content: ['emessage'],
  rejected: ['rejected'],
  tooLate: ['too_late', '131009'],
  notPossible: ['not_possible'],
  otherLength: ['other_length'],
  reaction: ['reaction_refused'],
};
const byCode = new Map(
  Object.entries(families).flatMap(([name, codes]) => codes.map((code) => [code, name])),
);

/** Codes with numbers in them, the special before the general; mail's by RFC 3463 (class.subject.detail). */
const shapes: [RegExp, string][] = [
  [/^partly:/, 'partly'],
  [/^[45]\.1\.[0-46]$/, 'address'],
  [/^[45]\.2\.1$/, 'disabled'],
  [/^[45]\.2\.2$/, 'full'],
  [/^[45]\.(2\.3|3\.4)$/, 'tooLarge'],
  [/^[45]\.[34]\.\d+$/, 'expired'],
  [/^[45]\.7\.\d+$/, 'policy'],
  [/^[45]\.6\.\d+$/, 'content'],
  [/^[45]\.\d+\.\d+$/, 'rejected'],
  [/^(refused|http)_(401|403)$/, 'credentials'],
  [/^(refused|http|answer)_413$/, 'tooLarge'],
  [/^(answer|http)_429$/, 'busy'],
  [/^(answer|http)_5\d\d$/, 'noAnswer'],
  [/^(smtp|refused|http|answer)_\d+$/, 'rejected'],
];

/** Which text explains a dispatch's error code, or null where only the server's words do. */
export function familyOf(code: string): string | null {
  return byCode.get(code) ?? shapes.find(([shape]) => shape.test(code))?.[1] ?? null;
}
