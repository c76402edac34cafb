/**
 * Replies as the clients in use write them, made up: client, the whole text, what the writer wrote. Shared by the test
 * and the benchmark.
 */
export type ReplyCase = { client: string; text: string; visible: string };

const own = 'Obrigada, chegou tudo certo.\n\nSó falta a nota fiscal.';
const ours = 'Olá Ana,\n\nseu pedido saiu hoje.\n\nLoja X';
const quoted = ours
  .split('\n')
  .map((line) => `> ${line}`.trimEnd())
  .join('\n');

const top = (client: string, between: string, below: string = quoted): ReplyCase => ({
  client,
  text: `${own}\n\n${between}\n${below}\n`,
  visible: own,
});
const signed = (client: string, signature: string): ReplyCase => ({
  client,
  text: `${own}\n\n${signature}\n\nEm seg., 2 de mar. de 2026 às 10:15, Loja X <sac@loja.test> escreveu:\n\n${quoted}\n`,
  visible: own,
});

const attributions: ReplyCase[] = [
  top('Gmail pt', 'Em seg., 2 de mar. de 2026 às 10:15, Loja X <sac@loja.test> escreveu:\n'),
  top(
    'Gmail pt, wrapped',
    'Em seg., 2 de mar. de 2026 às 10:15, Loja X Atendimento ao Cliente\n<sac@loja.test> escreveu:\n',
  ),
  top('Gmail en', 'On Mon, Mar 2, 2026 at 10:15 AM Loja X <sac@loja.test> wrote:\n'),
  top('Gmail en, wrapped', 'On Mon, Mar 2, 2026 at 10:15 AM Loja X\n<sac@loja.test>\nwrote:\n'),
  top('Gmail es', 'El lun, 2 mar 2026 a las 10:15, Loja X (<sac@loja.test>) escribió:\n'),
  top(
    'Gmail es, wrapped',
    'El lun, 2 mar 2026 a las 10:15, Loja X Atención al Cliente (<\nsac@loja.test>) escribió:\n',
  ),
  top('Gmail fr', 'Le lun. 2 mars 2026 à 10:15, Loja X <sac@loja.test> a écrit :\n'),
  top('Gmail de', 'Am Mo., 2. März 2026 um 10:15 Uhr schrieb Loja X <sac@loja.test>:\n'),
  top('Gmail it', 'Il giorno lun 2 mar 2026 alle ore 10:15 Loja X <sac@loja.test> ha scritto:\n'),
  top('Gmail nl', 'Op ma 2 mrt 2026 om 10:15 schreef Loja X <sac@loja.test>:\n'),
  top('Gmail ja', '2026年3月2日(月) 10:15 Loja X <sac@loja.test>:\n'),
  top('Apple Mail pt', 'Em 2 de mar. de 2026, à(s) 10:15, Loja X <sac@loja.test> escreveu:\n'),
  top('Apple Mail pt, older', 'Em 02/03/2026, às 10:15, Loja X <sac@loja.test> escreveu:\n'),
  top('Apple Mail en', 'On Mar 2, 2026, at 10:15, Loja X <sac@loja.test> wrote:\n'),
  top('Apple Mail es', 'El 2 mar 2026, a las 10:15, Loja X <sac@loja.test> escribió:\n'),
  top('Apple Mail pt-PT', 'No dia 02/03/2026, às 10:15, Loja X <sac@loja.test> escreveu:\n'),
  top('Thunderbird pt', 'Em 02/03/2026 10:15, Loja X escreveu:'),
  top('Thunderbird en', 'On 3/2/26 10:15, Loja X wrote:'),
  top('Thunderbird es', 'El 2/3/26 a las 10:15, Loja X escribió:'),
  top('Roundcube pt (UOL, Locaweb)', 'Em 02.03.2026 10:15, sac@loja.test escreveu:\n'),
  top('Roundcube en', 'On 2026-03-02 10:15, Loja X wrote:\n'),
  top('Zoho en', '---- On Mon, 02 Mar 2026 10:15:00 -0300 Loja X <sac@loja.test> wrote ----\n', ours),
  top('Zoho pt', '---- Em seg., 02 mar. 2026 10:15:00 -0300 Loja X <sac@loja.test> escreveu ----\n', ours),
  top(
    'Yahoo pt',
    'Em segunda-feira, 2 de março de 2026 10:15:00 BRT, Loja X <sac@loja.test> escreveu:\n',
    ours,
  ),
  top('Yahoo en', 'On Monday, March 2, 2026 at 10:15:00 AM GMT-3, Loja X <sac@loja.test> wrote:\n', ours),
  top('Yahoo es', 'El lunes, 2 de marzo de 2026, 10:15:00 GMT-3, Loja X <sac@loja.test> escribió:\n', ours),
  top('Proton en', 'On Monday, March 2nd, 2026 at 10:15 AM, Loja X <sac@loja.test> wrote:\n'),
  top('BOL/Terra pt', 'Em 02/03/2026 às 10:15 horas, "Loja X" <sac@loja.test> escreveu:\n'),
  top(
    'eM Client pt',
    '------ Mensagem original ------\nDe: "Loja X" <sac@loja.test>\nPara: "Ana" <ana@cliente.test>\nEnviado: 02/03/2026 10:15:00\nAssunto: Pedido\n',
    ours,
  ),
  top('Mutt', 'On Mon, Mar 02, 2026 at 10:15:00AM -0300, Loja X wrote:'),
  top('Evolution', 'On Mon, 2026-03-02 at 10:15 -0300, Loja X wrote:'),
  top('Lotus Notes', 'Loja X <sac@loja.test> wrote on 02/03/2026 10:15:00:\n'),
];

const blocks: ReplyCase[] = [
  top(
    'Outlook desktop pt',
    'De: Loja X <sac@loja.test>\nEnviada em: segunda-feira, 2 de março de 2026 10:15\nPara: Ana <ana@cliente.test>\nAssunto: Pedido\n',
    ours,
  ),
  top(
    'Outlook desktop pt, ruled',
    '________________________________\nDe: Loja X <sac@loja.test>\nEnviado: segunda-feira, 2 de março de 2026 10:15\nPara: Ana <ana@cliente.test>\nCc: Bia <bia@cliente.test>\nAssunto: RES: Pedido\n',
    ours,
  ),
  top(
    'Outlook desktop en',
    'From: Loja X <sac@loja.test>\nSent: Monday, March 2, 2026 10:15 AM\nTo: Ana <ana@cliente.test>\nSubject: Order\n',
    ours,
  ),
  top(
    'Outlook desktop en, stars',
    '*From:* Loja X <sac@loja.test>\n*Sent:* Monday, March 2, 2026 10:15 AM\n*To:* Ana\n*Subject:* Order\n',
    ours,
  ),
  top(
    'Outlook desktop es',
    'De: Loja X <sac@loja.test>\nEnviado el: lunes, 2 de marzo de 2026 10:15\nPara: Ana <ana@cliente.test>\nAsunto: Pedido\n',
    ours,
  ),
  top(
    'Outlook desktop de',
    'Von: Loja X <sac@loja.test>\nGesendet: Montag, 2. März 2026 10:15\nAn: Ana\nBetreff: Bestellung\n',
    ours,
  ),
  top(
    'Outlook Express pt',
    '----- Mensagem original ----- \nDe: "Loja X" <sac@loja.test>\nPara: <ana@cliente.test>\nEnviada em: segunda-feira, 2 de março de 2026 10:15\nAssunto: Pedido\n',
    ours,
  ),
  top(
    'Outlook old en',
    '-----Original Message-----\nFrom: Loja X [mailto:sac@loja.test]\nSent: Monday, March 2, 2026 10:15 AM\nTo: Ana\nSubject: Order\n',
    ours,
  ),
  top(
    'Outlook iOS pt',
    'Obter o Outlook para iOS\n________________________________\nDe: Loja X <sac@loja.test>\nEnviado: segunda-feira, março 2, 2026 10:15 AM\nPara: Ana <ana@cliente.test>\nAssunto: Pedido\n',
    ours,
  ),
  top(
    'Outlook Android en',
    'Get Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: Loja X <sac@loja.test>\nSent: Monday, March 2, 2026 10:15:00 AM\nTo: Ana <ana@cliente.test>\nSubject: Order\n',
    ours,
  ),
  top(
    'Samsung pt',
    '-------- Mensagem original --------\nDe: Loja X <sac@loja.test>\nData: 02/03/2026 10:15 (GMT-03:00)\nPara: ana@cliente.test\nAssunto: Pedido\n',
    ours,
  ),
  top(
    'Samsung en',
    'Sent from my Galaxy\n\n-------- Original message --------\nFrom: Loja X <sac@loja.test>\nDate: 02/03/2026 10:15 (GMT-03:00)\nTo: ana@cliente.test\nSubject: Order\n',
    ours,
  ),
  top(
    'Samsung es',
    'Enviado desde mi Galaxy\n\n-------- Mensaje original --------\nDe: Loja X <sac@loja.test>\nFecha: 2/3/26 10:15 (GMT-03:00)\nA: ana@cliente.test\nAsunto: Pedido\n',
    ours,
  ),
  top(
    'UOL webmail',
    '----- Mensagem original -----\nDe: sac@loja.test\nPara: ana@cliente.test\nAssunto: Pedido\nData: 02/03/2026 10:15\n',
    ours,
  ),
  top('Terra webmail', '> Mensagem original:\n>\n> De: sac@loja.test\n> Para: ana@cliente.test\n>', quoted),
  top(
    'Zimbra pt',
    '----- Mensagem original -----\nDe: "Loja X" <sac@loja.test>\nPara: "Ana" <ana@cliente.test>\nEnviadas: Segunda-feira, 2 de março de 2026 10:15:00\nAssunto: Pedido\n',
    ours,
  ),
  top(
    'Windows Mail pt',
    'Enviado do Email para Windows\n\nDe: Loja X\nEnviado:segunda-feira, 2 de março de 2026 10:15\nPara: Ana\nAssunto: Pedido\n',
    ours,
  ),
];

const odd: ReplyCase[] = [
  top(
    'blank lines between headers',
    'De : Loja X <sac@loja.test>\n\nEnvoyé : lundi 2 mars 2026 10:15\n\nÀ : Ana\n\nObjet : Pedido\n',
    ours,
  ),
  top(
    'subject first',
    'Assunto: Pedido\nDe: Loja X <sac@loja.test>\nPara: ana@cliente.test\nData: 02/03/2026\n',
    ours,
  ),
  top(
    'a picture above',
    '[cid:logo]\nDe: Loja X <sac@loja.test>\nData: 2 de março de 2026 às 10:15\nPara: Ana\nAssunto: Pedido\n',
    ours,
  ),
  top('Gmail pt-PT', 'Loja X <sac@loja.test> escreveu (segunda, 2/03/2026 à(s) 10:15):\n'),
  top('narrow blank', 'On Mon, Mar 2, 2026 at 10:15\u202fAM Loja X <sac@loja.test> wrote:\n'),
  top('Spark', 'Em 2 de mar. de 2026 10:15 -0300, Loja X <sac@loja.test>, escreveu:\n'),
];

const signatures: ReplyCase[] = [
  signed('Proton', 'Sent with [Proton Mail](https://proton.me/) secure email.'),
  signed('BlueMail', '\u2063Obtenha o BlueMail para Android'),
  signed('Zoho', 'Enviado usando https://www.zoho.com/mail/'),
  signed('Outlook es', 'Enviado a través de Outlook para Android'),
  signed('Outlook es, polite', 'Obtenga Outlook para iOS<https://aka.ms/o0ukef>'),
  signed('Windows 10', 'Enviado do Correio para Windows 10'),
  signed('Avast with its picture', '[image: Avast] Este e-mail foi escaneado pelo Avast.\nwww.avast.com'),
  signed('iPhone pt', 'Enviado do meu iPhone'),
  signed('iPhone es', 'Enviado desde mi iPhone'),
  signed('iPhone en', 'Sent from my iPhone'),
  signed('iPad pt', 'Enviado do meu iPad'),
  signed('Galaxy pt', 'Enviado do meu smartphone Samsung Galaxy.'),
  signed('Yahoo Android pt', 'Enviado do Yahoo Mail no Android'),
  signed('Yahoo iPhone en', 'Sent from Yahoo Mail for iPhone'),
  signed('UOL app', 'Enviado pelo aplicativo UOL Mail'),
  signed('Motorola', 'Enviado do meu Motorola'),
  signed('Windows phone es', 'Enviado desde mi teléfono Windows'),
  signed('Xiaomi', 'Enviado do meu Xiaomi'),
  signed('delimiter', '-- \nAna Souza\nCompras\n(41) 3333-0000'),
  signed('delimiter without the blank', '--\nAna Souza\nCompras'),
  signed('underscores', '_______________\nAna Souza\nCompras'),
  signed('Avast', '--\nEste e-mail foi verificado pelo software antivírus Avast.\nwww.avast.com'),
];

const kept: ReplyCase[] = [
  {
    client: 'inline answers',
    text: 'Em 02/03/2026 10:15, Loja X escreveu:\n> Qual a cor?\n\nAzul.\n\n> Qual o tamanho?\n\nM, por favor.\n',
    visible: 'Azul.\n\nM, por favor.',
  },
  {
    client: 'below the quote',
    text: `Em 02/03/2026 10:15, Loja X escreveu:\n${quoted}\n\n${own}\n`,
    visible: own,
  },
  { client: 'no quote', text: own, visible: own },
  {
    client: 'a price list is no header',
    text: 'Segue:\n\nDe: 100,00\nPara: 80,00\n\nCerto?',
    visible: 'Segue:\n\nDe: 100,00\nPara: 80,00\n\nCerto?',
  },
  {
    client: 'a journey is no header',
    text: 'Quero uma passagem:\n\nDe: Curitiba\nPara: Recife\nData: 12/05\n\nQuanto fica?',
    visible: 'Quero uma passagem:\n\nDe: Curitiba\nPara: Recife\nData: 12/05\n\nQuanto fica?',
  },
  {
    client: 'somebody wrote',
    text: 'Ontem ela escreveu: não quero mais.\nE agora?',
    visible: 'Ontem ela escreveu: não quero mais.\nE agora?',
  },
  {
    client: 'says where it was sent from',
    text: 'O produto foi enviado do meu endereço antigo, e agora?',
    visible: 'O produto foi enviado do meu endereço antigo, e agora?',
  },
  {
    client: 'dashes in prose',
    text: 'Itens:\n- um\n- dois\n---\nTotal 2',
    visible: 'Itens:\n- um\n- dois\n---\nTotal 2',
  },
  {
    client: 'a question about dates',
    text: 'On Monday I wrote to you: no answer. Why?',
    visible: 'On Monday I wrote to you: no answer. Why?',
  },
];

export const replyCases: ReplyCase[] = [...attributions, ...blocks, ...odd, ...signatures, ...kept];
