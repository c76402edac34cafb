import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { parse } from '../../../../server/src/plugins/channels/email/parse.ts';

/** What a mail says, the same for every arm. */
export type Said = {
  from: string;
  name: string;
  subject: string;
  text: string;
  files: number;
  kind: string;
  hard?: boolean;
};
export type Arm = { name: string; read(bytes: Uint8Array): Promise<Said> };

const own = 'nobody@own.example';

/** Ours, mailparser and postal-mime; the libraries judge machines by the plain heuristics people write around them. */
export const arms: Arm[] = [
  {
    name: 'meada',
    read: async (body) => {
      const receipt = { body, headers: {}, receivedAt: new Date().toISOString(), facts: {} };
      const [message] = await parse(receipt, { address: own });
      if (message?.kind !== 'message') throw new Error('no message');
      return {
        from: message.from.value.endsWith('@sender.invalid') ? '' : message.from.value,
        name: message.from.name ?? '',
        subject: message.subject ?? '',
        text: 'text' in message.content ? (message.content.text ?? '') : '',
        files: message.attachments?.length ?? 0,
        kind: message.automatic ?? 'no',
        hard: message.facts?.bounceHard === true,
      };
    },
  },
  {
    name: 'mailparser',
    read: async (body) => {
      const mail = await simpleParser(Buffer.from(body));
      const from = mail.from?.value[0];
      const header = (name: string): string => JSON.stringify(mail.headers.get(name) ?? '');
      const facts = { subject: mail.subject ?? '', from: from?.address ?? '', text: mail.text ?? '' };
      return {
        ...facts,
        name: from?.name ?? '',
        files: mail.attachments.length,
        kind: plainKind({ ...facts, header }),
      };
    },
  },
  {
    name: 'postal-mime',
    read: async (body) => {
      const mail = await PostalMime.parse(body);
      const header = (name: string): string => mail.headers.find((one) => one.key === name)?.value ?? '';
      const facts = { subject: mail.subject ?? '', from: mail.from?.address ?? '', text: mail.text ?? '' };
      return {
        ...facts,
        name: mail.from?.name ?? '',
        files: mail.attachments.length,
        kind: plainKind({ ...facts, header }),
      };
    },
  },
];

type Facts = { subject: string; from: string; header(name: string): string };

/** The usual heuristics: report type, daemon, subject words, RFC 3834. */
function plainKind({ subject, from, header }: Facts): string {
  const type = header('content-type').toLowerCase();
  if (type.includes('feedback-report')) return 'feedback_report';
  if (type.includes('delivery-status') || header('x-failed-recipients').length > 2) return 'bounce';
  if (/^(?:mailer-daemon|postmaster)@/i.test(from)) return 'bounce';
  if (/undeliver|delivery (?:status|failure|has failed)|returned mail|failure notice/i.test(subject))
    return 'bounce';
  if (/auto-(?:replied|generated)/i.test(header('auto-submitted'))) return 'auto_reply';
  return /^(?:auto(?:matic)? ?reply|out of office)/i.test(subject) ? 'auto_reply' : 'no';
}
