import type { Inbound, InboundAttachment, InboundMessage } from '@meada/contract/channels';
import type { Claim } from '@meada/contract/claims';
import type { AttachmentKind } from '@meada/contract/content';
import type { PublicMatter } from '@meada/contract/public';
import { MalformedError, type Receipt } from '../../../modules/inboxes/port.ts';
import { answerId, type Complaint, instantOf, type Step, sameName, stepId, Told } from './complaint.ts';
import { addressKind, siteUrl } from './manifest.ts';

type Kind = 'consumer' | 'firm' | 'rating' | 'other';

/** Whose step it is by the site's name for it, where the author's name does not say it; the first that fits counts. */
const byType: [RegExp, Kind][] = [
  [/avalia/i, 'rating'],
  [/resposta|fornecedor|empresa|reclamad[ao]\b/i, 'firm'],
  [/abertura|registro|reclama|complement|intera|consumidor/i, 'consumer'],
];

const makers: { [K in Kind]: (told: Told, at: string) => Inbound[] } = {
  consumer: (told, at) => [spoken(told, at, deadlineOf(told.complaint, at))],
  firm: (told, at) => [echoed(told, at)],
  rating: (told, at) => [rated(told, at)],
  other: ({ step }) => [
    {
      kind: 'ignored',
      reason: `a step of the site: ${step.tipo?.descricao || 'without a name'}`.slice(0, 300),
    },
  ],
};

/** One step of a complaint becomes what the consumer said, what the firm answered on the site, or a rating. Pure. */
export function parse(receipt: Receipt): Inbound[] {
  const told = Told.safeParse(JSON.parse(new TextDecoder().decode(receipt.body)));
  if (!told.success) throw new MalformedError(told.error.issues[0]?.path.join('.') || 'body');
  const at = instantOf(told.data.step.data) ?? receipt.receivedAt;
  return makers[kindOf(told.data)](told.data, at);
}

function kindOf({ complaint, step, isFirst }: Told): Kind {
  const type = step.tipo?.descricao ?? '';
  if (/avalia/i.test(type)) return 'rating';
  if (sameName(step.autor, complaint.reclamante?.nome) || isFirst) return 'consumer';
  const { nome, nomeFantasia } = complaint.reclamado ?? {};
  if (sameName(step.autor, nome) || sameName(step.autor, nomeFantasia)) return 'firm';
  return byType.find(([shape]) => shape.test(type))?.[1] ?? 'other';
}

const line = (text: string, most: number): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed();

function addressOf({ protocolo, reclamante }: Complaint): InboundMessage['from'] {
  const name = line(reclamante?.nome ?? '', 256);
  return { kind: addressKind, value: protocolo, ...(name ? { name } : {}) };
}

/** The words of a step: the first as they are, the others (what is asked for) under the site's name for them. */
export const wordsOf = (step: Step): string =>
  (step.textos ?? [])
    .filter((one) => one.texto)
    .map((one, index) =>
      index > 0 && one.tipo?.descricao ? `${one.tipo.descricao}: ${one.texto}` : one.texto,
    )
    .join('\n\n');

function spoken(told: Told, at: string, matter: Partial<PublicMatter>): InboundMessage {
  const { complaint, step, isFirst } = told;
  const { protocolo } = complaint;
  const title = [complaint.assunto?.descricao, complaint.problema?.descricao].filter(Boolean).join(' – ');
  const files = attachmentsOf(protocolo, step);
  return {
    kind: 'message',
    externalId: stepId(protocolo, step),
    at,
    from: addressOf(complaint),
    proof: 'platform',
    ...peopleOf(complaint),
    ...(isFirst && title ? { subject: line(title, 300) } : {}),
    content: { v: 1, kind: 'text', text: wordsOf(step) },
    outsideThread: { kind: 'post', key: protocolo, name: protocolo, url: siteUrl },
    ...(files.length > 0 ? { attachments: files } : {}),
    facts: factsOf(complaint),
    public: { kind: 'complaint', url: siteUrl, ...matter },
  };
}

/** What the site's registration says of the person: the CPF comes from gov.br, the rest nobody proved. */
function peopleOf({ reclamante }: Complaint): Pick<InboundMessage, 'aliases' | 'claims'> {
  const cpf = (reclamante?.documento ?? '').replace(/\D/g, '');
  const claims: Claim[] = [
    ...(reclamante?.emails ?? []).flatMap(({ email }) =>
      email?.includes('@') ? [{ kind: 'email', value: line(email, 320), source: 'form' as const }] : [],
    ),
    ...(reclamante?.telefones ?? []).flatMap(({ ddd, telefone }) => {
      const digits = `${ddd ?? ''}${telefone ?? ''}`.replace(/\D/g, '');
      return digits.length >= 10 ? [{ kind: 'phone', value: `+55${digits}`, source: 'form' as const }] : [];
    }),
  ];
  return {
    ...(cpf.length === 11 ? { aliases: [{ kind: 'cpf', value: cpf }] } : {}),
    ...(claims.length > 0 ? { claims } : {}),
  };
}

function factsOf({ protocolo, situacao, area, reclamante }: Complaint): Record<string, string> {
  const place = [reclamante?.cidade, reclamante?.estado].filter(Boolean).join(', ');
  const named = { protocol: protocolo, status: situacao?.descricao, area: area?.descricao, place };
  return Object.fromEntries(Object.entries(named).flatMap(([name, text]) => (text ? [[name, text]] : [])));
}

/** The site's deadline; one that lies before the words is not about them. */
function deadlineOf(complaint: Complaint, at: string): { deadlineAt?: string } {
  const deadlineAt = instantOf(complaint.prazo) ?? instantOf(complaint.prazoManifestacao);
  return deadlineAt && deadlineAt > at ? { deadlineAt } : {};
}

function echoed({ complaint, step }: Told, at: string): InboundMessage {
  const from = addressOf(complaint);
  const text = wordsOf(step);
  return {
    kind: 'message',
    externalId: answerId(complaint.protocolo, text),
    at,
    from,
    to: from,
    proof: 'platform',
    echo: true,
    content: { v: 1, kind: 'text', text },
    outsideThread: { kind: 'post', key: complaint.protocolo, name: complaint.protocolo, url: siteUrl },
    public: { kind: 'complaint', url: siteUrl },
  };
}

/** Mark 1 to 5 and whether it was solved, from the complaint itself or from the step's texts. */
function rated(told: Told, at: string): InboundMessage {
  const { complaint, step } = told;
  const texts = step.textos ?? [];
  const said = texts.map((one) => `${one.tipo?.descricao ?? ''} ${one.texto ?? ''}`).join('\n');
  const mark = Number(complaint.avaliacao?.nota ?? /nota\D{0,20}([1-5])\b/i.exec(said)?.[1]);
  const solved = solvedOf(complaint.avaliacao?.resolvida ?? said);
  const rating = mark >= 1 && mark <= 5 ? { rating: (mark - 1) / 4 } : {};
  // The site takes no answer after the rating.
  const message = spoken({ ...told, isFirst: false }, at, { ...rating, owes: false });
  return {
    ...message,
    content: { v: 1, kind: 'text', text: wordsOf(step) || said },
    facts: { ...message.facts, ...(solved === null ? {} : { solved }) },
  };
}

function solvedOf(value: boolean | string): boolean | null {
  if (typeof value === 'boolean') return value;
  if (/n[ãa]o\s+(foi\s+)?resolvid/i.test(value)) return false;
  return /resolvid/i.test(value) ? true : null;
}

const kinds: [RegExp, AttachmentKind][] = [
  [/^image\/|\.(jpe?g|png|gif|webp)$/i, 'image'],
  [/^audio\/|\.(mp3|ogg|m4a|wav)$/i, 'audio'],
  [/^video\/|\.(mp4|mov|avi)$/i, 'video'],
];

function attachmentsOf(protocol: string, step: Step): InboundAttachment[] {
  return (step.anexos ?? []).flatMap(({ codigo, nome = '', tipo = '', tamanho }): InboundAttachment[] => {
    if (!codigo || !/^[\w-]{1,60}$/.test(codigo)) return [];
    const kind = kinds.find(([shape]) => shape.test(tipo) || shape.test(nome))?.[1] ?? 'document';
    const type = /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(tipo) ? tipo : 'application/octet-stream';
    const size = Number(tamanho);
    const ref = `${protocol} ${codigo}`;
    const sized = Number.isSafeInteger(size) && size >= 0 ? { size } : {};
    return [{ kind, name: line(nome, 300) || codigo, type, ref, ...sized }];
  });
}
