import type { Locale } from '@meada/contract/primitives';
import { escaped } from '../../kernel/http/public-page.ts';
import type { History, HistoryFile, HistoryLine } from './history.ts';
import { momentWords } from './words.ts';

/** The history of a demand as a page that reads well on a telephone and on paper: pure. */

type Texts = Record<
  | 'title'
  | 'protocol'
  | 'name'
  | 'registered'
  | 'resolved'
  | 'open'
  | 'state'
  | 'you'
  | 'house'
  | 'other'
  | 'deleted'
  | 'reopened',
  string
> & { team: string; empty: string; law: string; print: string };

const texts: Record<Locale, Texts> = {
  'pt-BR': {
    ...{
      title: 'Histórico do atendimento',
      protocol: 'Protocolo',
      name: 'Consumidor',
      registered: 'Registrado em',
    },
    ...{
      resolved: 'Concluído em',
      open: 'Em andamento',
      state: 'Situação',
      you: 'Você',
      house: 'Resposta automática',
      team: 'Atendimento',
    },
    ...{
      other: 'Mensagem de outra pessoa, não incluída',
      deleted: 'Mensagem apagada',
      reopened: 'Reaberto em',
    },
    ...{ empty: 'Não há mensagens neste atendimento.', print: 'Para guardar em PDF, imprima esta página.' },
    law: 'Documento produzido a pedido do consumidor, nos termos do art. 12, §§ 1º e 2º, do Decreto nº 11.034/2022.',
  },
  en: {
    ...{
      title: 'History of your request',
      protocol: 'Reference',
      name: 'Consumer',
      registered: 'Registered on',
    },
    ...{
      resolved: 'Concluded on',
      open: 'In progress',
      state: 'Status',
      you: 'You',
      house: 'Automatic reply',
      team: 'Service',
    },
    ...{
      other: 'Message from another person, not included',
      deleted: 'Message deleted',
      reopened: 'Reopened on',
    },
    ...{ empty: 'There are no messages in this request.', print: 'To save it as a PDF, print this page.' },
    law: 'Made at the consumer’s request under art. 12, §§ 1 and 2, of Brazil’s Decree 11.034/2022.',
  },
  es: {
    ...{
      title: 'Historial de la atención',
      protocol: 'Referencia',
      name: 'Consumidor',
      registered: 'Registrada el',
    },
    ...{
      resolved: 'Concluida el',
      open: 'En curso',
      state: 'Estado',
      you: 'Usted',
      house: 'Respuesta automática',
      team: 'Atención',
    },
    ...{
      other: 'Mensaje de otra persona, no incluido',
      deleted: 'Mensaje eliminado',
      reopened: 'Reabierta el',
    },
    ...{ empty: 'No hay mensajes en esta atención.', print: 'Para guardarlo en PDF, imprima esta página.' },
    law: 'Documento producido a pedido del consumidor, según el art. 12, §§ 1º y 2º, del Decreto brasileño 11.034/2022.',
  },
};

const style = `:root{--ink:#182023;--soft:#4c5a5e;--paper:#f4f6f6;--card:#fff;--mine:#e3f1ee;--line:#cfd8d9}
@media(prefers-color-scheme:dark){:root{--ink:#e7ecee;--soft:#a7b4b8;--paper:#111516;--card:#1a2022;--mine:#143430;--line:#344044}}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper)}
main{max-width:44em;margin:0 auto;padding:32px 16px 48px}h1{font-size:1.5em;line-height:1.2;margin:0 0 .2em}
.firm,.soft,small{color:var(--soft)}dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:20px 0;padding:14px 16px;background:var(--card);border:1px solid var(--line);border-radius:12px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}ol{list-style:none;margin:0;padding:0}
li{margin:10px 0;padding:10px 14px;background:var(--card);border:1px solid var(--line);border-radius:12px;max-width:92%}
li.mine{background:var(--mine);margin-left:8%}li.mark{max-width:none;background:none;border:0;text-align:center;color:var(--soft);padding:2px}
p{margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere}a{color:inherit;overflow-wrap:anywhere}footer{margin-top:28px;font-size:.88em;color:var(--soft)}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--card:#fff;--mine:#f2f2f2;--line:#bbb}main{max-width:none;padding:0}li{break-inside:avoid}.screen{display:none}}`;

type Show = { texts: Texts; when(at: Date): string; fileLink?: ((file: HistoryFile) => string) | undefined };

/** The page; `fileLink` gives the address of a file where it is read, without it files stand by their names. */
export function historyPage(history: History, fileLink?: (file: HistoryFile) => string): string {
  const { locale, zone } = history;
  const show: Show = {
    texts: texts[locale] ?? texts['pt-BR'],
    when: (at) => momentWords(locale, zone, at),
    fileLink,
  };
  const { title, law, print, empty } = show.texts;
  const lines = history.lines.map((line) => lineHtml(line, show)).join('');
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(`${title} ${history.protocol}`)}</title><style>${style}</style></head><body><main>
<h1>${escaped(title)}</h1><p class="firm">${escaped(firmOf(history))}</p>${headHtml(history, show)}
${lines ? `<ol>${lines}</ol>` : `<p>${escaped(empty)}</p>`}
<footer><p>${escaped(law)}</p><p class="screen">${escaped(print)}</p></footer></main></body></html>`;
}

const firmOf = ({ firm, brand }: History): string => (brand === firm ? firm : `${brand} · ${firm}`);

function headHtml(history: History, { texts: words, when }: Show): string {
  const { protocol, customer, registeredAt, resolvedAt } = history;
  const rows: [string, string][] = [
    [words.protocol, protocol],
    ...(customer ? [[words.name, customer] as [string, string]] : []),
    [words.registered, when(registeredAt)],
    resolvedAt ? [words.resolved, when(resolvedAt)] : [words.state, words.open],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}

function lineHtml(line: HistoryLine, { texts: words, when, fileLink }: Show): string {
  if (line.kind !== 'message') {
    const word = line.kind === 'resolved' ? words.resolved : words.reopened;
    return `<li class="mark">${escaped(`${word} ${when(line.at)}`)}</li>`;
  }
  const names = { customer: words.you, firm: line.name ?? words.team, house: words.house, other: '' };
  const text = line.deleted ? words.deleted : line.who === 'other' ? words.other : line.text;
  const files = line.files.map((file) => {
    const name = escaped(file.name || '…');
    return fileLink ? `<p><a href="${escaped(fileLink(file))}">${name}</a></p>` : `<p>${name}</p>`;
  });
  const head = [names[line.who], when(line.at)].filter(Boolean).join(' · ');
  const soft = line.deleted || line.who === 'other' ? ' class="soft"' : '';
  return `<li${line.who === 'customer' ? '' : ' class="mine"'}><small>${escaped(head)}</small>${text ? `<p${soft}>${escaped(text)}</p>` : ''}${files.join('')}</li>`;
}
