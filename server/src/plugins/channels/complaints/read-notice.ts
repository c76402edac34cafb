import type { Notice } from './mail.ts';
import { type Site, siteOfDomain } from './sites.ts';

/** What a notice of a complaint site says; words and labels in Portuguese, English and Spanish. */

export type Kind = 'new' | 'reply' | 'rating' | 'closed';
export type Said = {
  kind: Kind;
  reference: string;
  url?: string;
  title?: string;
  name?: string;
  text: string;
  email?: string;
  phone?: string;
  mark?: number;
  solved?: boolean;
};

/** The first that fits the subject, then the first lines, says what happened. */
const kinds: [RegExp, Kind][] = [
  [/desativad|exclu[ií]d|removid|cancelad|arquivad|deactivat|deleted|eliminad/i, 'closed'],
  [/avalia(?:da|[çc][ãa]o|ou)|rated|rating|calific/i, 'rating'],
  [
    /r[ée]plica|nova (?:mensagem|intera[çc][ãa]o)|respondeu|coment|replied|new message|respondi[oó]/i,
    'reply',
  ],
  [/nova reclama|reclama[çc][ãa]o|new complaint|complaint|reclamo|queja/i, 'new'],
];

/** Labels at the start of a line, by what stands behind them. */
const labels = {
  reference:
    /^(?:id|c[óo]digo|protocolo|n[ºo°.]|n[úu]mero|reference|n[úu]mero de reclamo)(?: da reclama[çc][ãa]o| of the complaint| del reclamo)?$/i,
  title: /^(?:t[íi]tulo|assunto|title|subject|asunto)(?: da reclama[çc][ãa]o)?$/i,
  name: /^(?:consumidor(?:\(a\))?|cliente|nome|reclamante|consumer|customer|name|nombre)(?: do (?:consumidor|cliente))?$/i,
  email: /^e-?mail(?: do consumidor)?$/i,
  phone: /^(?:telefone|celular|zap|phone|tel[ée]fono)(?: do consumidor)?$/i,
  mark: /^(?:nota|mark|score|rating|calificaci[óo]n)(?: do atendimento| do consumidor)?$/i,
  solved: /^(?:(?:seu |o )?problema (?:foi )?resolvid[oa]|resolvid[oa]|solved|resuelto)\??$/i,
  text: /^(?:descri[çc][ãa]o|relato|reclama[çc][ãa]o|mensagem|texto|r[ée]plica|coment[áa]rio|considera[çc][õo]es(?: finais)?|message|description|mensaje|descripci[óo]n)(?: da reclama[çc][ãa]o| do consumidor)?$/i,
};
type Label = keyof typeof labels;
const order = Object.keys(labels) as Label[];

/** Lines with which the site's own words begin after the consumer's. */
const foot =
  /^(?:--|__|atenciosamente|equipe |responder (?:agora|reclama)|acesse |clique |ver reclama|este [ée] um e-?mail|n[ãa]o responda|this is an automatic|please do not reply|atentamente)/i;

/** What a mail of the site says of a complaint, or null when it is about none. Pure. */
export function readSaid(site: Site, notice: Notice): Said | null {
  const found = fieldsOf(notice.text);
  const url = linkOf(site, notice.links, found.reference);
  const reference = cleanReference(found.reference) ?? referenceIn(notice.subject) ?? referenceOf(url);
  const kind = kindOf(notice);
  if (!reference || !kind) return null;
  const title = found.title ?? (kind === 'new' ? titleOf(notice.subject) : undefined);
  const mark = Number(/\d{1,3}(?:[.,]\d)?/.exec(found.mark ?? '')?.[0]?.replace(',', '.') ?? Number.NaN);
  const solved = /^\s*(?:sim|yes|s[ií]\b)/i.test(found.solved ?? '');
  return {
    kind,
    reference,
    ...(url ? { url } : {}),
    ...(title ? { title: title.slice(0, 300) } : {}),
    ...(found.name ? { name: found.name.slice(0, 200) } : {}),
    text: found.text ?? wholeText(notice.text),
    ...(found.email?.includes('@') ? { email: found.email.slice(0, 320) } : {}),
    ...(found.phone && found.phone.replace(/\D/g, '').length >= 10
      ? { phone: found.phone.slice(0, 32) }
      : {}),
    ...(mark >= 0 && mark <= site.bestMark ? { mark } : {}),
    ...(found.solved === undefined ? {} : { solved }),
  };
}

const kindOf = ({ subject, text }: Notice): Kind | undefined => {
  const first = text.slice(0, 300);
  return [subject, first].flatMap((words) => kinds.find(([shape]) => shape.test(words))?.[1] ?? [])[0];
};

/** `Label: value` lines; the label of the long text takes all lines up to the next label or the foot. */
function fieldsOf(text: string): Partial<Record<Label, string>> {
  const found: Partial<Record<Label, string>> = {};
  let open: string[] | null = null;
  const close = (): void => {
    const words = open?.join('\n').trim();
    if (words && found.text === undefined) found.text = words;
    open = null;
  };
  for (const line of text.split('\n').slice(0, 2000)) {
    const [, name = '', value = ''] = /^\s*\**([^:\n]{1,60}?)\**\s*[:?]\**\s*(.*)$/.exec(line) ?? [];
    const label = name ? order.find((one) => labels[one].test(name.trim())) : undefined;
    if (label || foot.test(line.trim())) close();
    if (label === 'text') open = [value];
    else if (label && found[label] === undefined && value.trim()) found[label] = value.trim().slice(0, 2000);
    else if (!label) open?.push(line);
  }
  close();
  return found;
}

/** Everything up to the foot, without lines that are only a link. */
function wholeText(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => foot.test(line.trim()));
  return lines
    .slice(0, end < 1 ? undefined : end)
    .filter((line) => !/^\s*<?https?:\S+>?\s*$/.test(line))
    .join('\n')
    .trim();
}

const cleanReference = (text: string | undefined): string | undefined =>
  /^[#nº°\s]*([\w./-]{3,60})/i.exec(text ?? '')?.[1]?.replace(/[./-]+$/, '');
const referenceIn = (subject: string): string | undefined =>
  /(?:#|\bID[:\s]+|n[º°o][.:\s]+|protocolo[:\s]+)([\w./-]{4,60})/i.exec(subject)?.[1]?.replace(/[./-]+$/, '');

/** The number at the end of a complaint's page: `…/titulo_AbC123xyz/` or `…/reclamacoes/12345678`. */
function referenceOf(url: string | undefined): string | undefined {
  const path = url ? (URL.parse(url)?.pathname ?? '') : '';
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  return /_([A-Za-z0-9-]{8,40})$/.exec(last)?.[1] ?? /^\d{4,20}$/.exec(last)?.[0];
}

/** The complaint's own page: a link on the site's domain that bears the number, else one that ends in a number. */
function linkOf(site: Site, links: string[], reference: string | undefined): string | undefined {
  const own = links.filter((link) => siteOfDomain([site], URL.parse(link)?.hostname ?? ''));
  const clean = cleanReference(reference);
  return own.find((link) => clean && link.includes(clean)) ?? own.find((link) => referenceOf(link));
}

/** The subject without what the site puts before the consumer's own title. */
function titleOf(subject: string): string | undefined {
  const rest = /[:\-–]\s*(.{3,300})$/.exec(subject)?.[1] ?? '';
  const title = rest.replace(/^["“]|["”]$/g, '').trim();
  return title && !referenceIn(title) ? title : undefined;
}
