import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/** Credentials of the simulated firm; worthless outside this machine. */
export const demoFirm = {
  clientId: '20260101000001000',
  code: 'demo-code',
  clientSecret: 'demo-secret',
  cpf: '52998224725',
  name: 'Empório Fio & Meada',
};

type Named = { codigo: string; descricao: string };
type Text = { tipo: Named; texto: string };
type Step = {
  codigo: string;
  tipo: Named;
  data: string;
  autor: string;
  protocoloReclamacao: string;
  textos: Text[];
  anexos: { codigo: string; nome: string; tipo: string; tamanho: number }[];
};
export type SimComplaint = {
  protocolo: string;
  situacao: Named;
  prazo: string;
  prazoManifestacao: string;
  nomeCampoPrazo: string;
  dataAbertura: string;
  area: Named;
  assunto: Named;
  problema: Named;
  reclamante: {
    nome: string;
    documento: string;
    cidade: string;
    estado: string;
    emails: { email: string }[];
    telefones: { ddd: string; telefone: string }[];
  };
  reclamado: { nome: string; nomeFantasia: string };
  avaliacao?: { nota: number; resolvida: boolean };
  tramites: Step[];
};
export type Consumer = { name: string; cpf: string; email?: string; phone?: string };
type File = { name: string; type: string; bytes: Uint8Array };
type State = {
  complaints: Map<string, SimComplaint>;
  opened: Map<string, Date>;
  tokens: Set<string>;
  files: Map<string, File>;
  faults: { status: number; message?: string; how?: 'cut' }[];
  listeners: (() => void)[];
  count: number;
};

const states = { open: 'Aberta', review: 'Em análise', answered: 'Respondida', rated: 'Finalizada avaliada' };
const named = (codigo: number, descricao: string): Named => ({ codigo: String(codigo), descricao });

/** Starts the site: its service for suppliers, and what consumers do there. */
export async function startConsumidor(options: { port?: number } = {}) {
  const state: State = {
    complaints: new Map(),
    opened: new Map(),
    tokens: new Set(),
    files: new Map(),
    faults: [],
    listeners: [],
    count: 0,
  };
  const app = makeServer(state);
  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    apiUrl: `${url}/api/servico`,
    allow: [new URL(url).host],
    complaints: (): SimComplaint[] => [...state.complaints.values()],
    complaint: (protocol: string) => state.complaints.get(protocol),
    ...acts(state),
    failNext: (fault: State['faults'][number]) => void state.faults.push(fault),
    expireTokens: () => state.tokens.clear(),
    onChange: (listener: () => void) => void state.listeners.push(listener),
    stop: () => app.close(),
  };
}
export type Consumidor = Awaited<ReturnType<typeof startConsumidor>>;

const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
/** `dd/MM/yyyy HH:mm:ss` in Brasília. */
function shown(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() - 3 * 3_600_000).toISOString().split('T');
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)}`;
}

function add(
  state: State,
  complaint: SimComplaint,
  step: { type: Named; by: string; texts: Text[]; files?: File[] },
) {
  state.count += 1;
  const codigo = String(9000 + state.count);
  const anexos = (step.files ?? []).map((file, index) => {
    state.files.set(`${codigo}-${index}`, file);
    return { codigo: `${codigo}-${index}`, nome: file.name, tipo: file.type, tamanho: file.bytes.length };
  });
  complaint.tramites.push({
    codigo,
    tipo: step.type,
    data: shown(new Date()),
    autor: step.by,
    protocoloReclamacao: complaint.protocolo,
    textos: step.texts,
    anexos,
  });
  for (const listener of state.listeners) listener();
}

type Complained = { about: string; text: string; wish?: string; files?: File[]; deadlineDays?: number };

function acts(state: State) {
  const known = (protocol: string): SimComplaint => {
    const complaint = state.complaints.get(protocol);
    if (!complaint) throw new Error('no such complaint');
    return complaint;
  };
  return {
    consumerComplains(consumer: Consumer, said: Complained): string {
      const protocolo = `${new Date().getFullYear()}.01/${String(10_000_000 + state.complaints.size)}`;
      const due = shown(days(said.deadlineDays ?? 10));
      const digits = (consumer.phone ?? '').replace(/\D/g, '').replace(/^55/, '');
      const complaint: SimComplaint = {
        protocolo,
        situacao: named(1, states.open),
        prazo: due,
        prazoManifestacao: due,
        nomeCampoPrazo: 'Prazo de resposta',
        dataAbertura: shown(new Date()),
        area: named(4, 'Demais Produtos'),
        assunto: named(77, said.about),
        problema: named(9, 'Oferta não cumprida'),
        reclamante: {
          nome: consumer.name,
          documento: consumer.cpf,
          cidade: 'Curitiba',
          estado: 'PR',
          emails: consumer.email ? [{ email: consumer.email }] : [],
          telefones: digits ? [{ ddd: digits.slice(0, 2), telefone: digits.slice(2) }] : [],
        },
        reclamado: { nome: demoFirm.name.toUpperCase(), nomeFantasia: demoFirm.name },
        tramites: [],
      };
      state.complaints.set(protocolo, complaint);
      state.opened.set(protocolo, new Date());
      const texts = [
        { tipo: named(1, 'Reclamação'), texto: said.text },
        ...(said.wish ? [{ tipo: named(2, 'Pedido à empresa'), texto: said.wish }] : []),
      ];
      add(state, complaint, {
        type: named(1, 'Abertura'),
        by: consumer.name,
        texts,
        ...(said.files ? { files: said.files } : {}),
      });
      return protocolo;
    },
    consumerAdds(protocol: string, text: string, files: File[] = []): void {
      const complaint = known(protocol);
      const texts = [{ tipo: named(3, 'Complemento'), texto: text }];
      add(state, complaint, { type: named(5, 'Complemento'), by: complaint.reclamante.nome, texts, files });
    },
    consumerRates(
      protocol: string,
      { mark, solved, text }: { mark: number; solved: boolean; text?: string },
    ): void {
      const complaint = known(protocol);
      complaint.avaliacao = { nota: mark, resolvida: solved };
      complaint.situacao = named(4, states.rated);
      const texts = [
        { tipo: named(5, 'Nota'), texto: String(mark) },
        { tipo: named(6, 'Resultado'), texto: solved ? 'Resolvida' : 'Não resolvida' },
        ...(text ? [{ tipo: named(7, 'Comentário'), texto: text }] : []),
      ];
      add(state, complaint, { type: named(8, 'Avaliação'), by: complaint.reclamante.nome, texts });
    },
    /** The firm publishes its answer on the site itself. */
    firmAnswers(protocol: string, text: string): void {
      answer(state, known(protocol), text);
    },
  };
}

function answer(state: State, complaint: SimComplaint, text: string): void {
  complaint.situacao = named(3, states.answered);
  add(state, complaint, {
    type: named(3, 'Resposta'),
    by: demoFirm.name,
    texts: [{ tipo: named(4, 'Resposta'), texto: text }],
  });
}

function makeServer(state: State): FastifyInstance {
  const app = Fastify({ bodyLimit: 60 * 1024 * 1024, forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, _body, done) => done(null, {}),
  );
  const base = '/api/servico';
  app.post(`${base}/seguranca/empresa/token`, (request, reply) => token(state, request, reply));
  const guarded =
    (work: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    (request: FastifyRequest, reply: FastifyReply) =>
      guard(state, request, { reply, work });
  app.get(
    `${base}/reclamacoes/listar`,
    guarded((request, reply) => list(state, request, reply)),
  );
  app.get(
    `${base}/reclamacao/:protocol/detalhe`,
    guarded((request, reply) => detail(state, request, reply)),
  );
  app.post(
    `${base}/reclamacao/:protocol/resposta`,
    guarded((request, reply) => take(state, request, reply)),
  );
  app.get(
    `${base}/reclamacao/:protocol/anexo/:file`,
    guarded((request, reply) => file(state, request, reply)),
  );
  return app;
}

const refuse = (reply: FastifyReply, status: number, mensagem: string) =>
  reply.code(status).send({ codigo: status, mensagem });

function token(state: State, request: FastifyRequest, reply: FastifyReply) {
  const query = request.query as Record<string, string>;
  const isKnown =
    query.client_id === demoFirm.clientId &&
    query.code === demoFirm.code &&
    query.client_secret === demoFirm.clientSecret &&
    query.grant_type === 'client_credentials';
  if (!isKnown) return refuse(reply, 401, 'Credenciais inválidas');
  const value = randomBytes(24).toString('base64url');
  state.tokens.add(value);
  return reply.send({ access_token: value, token_type: 'bearer' });
}

type Guarded = { reply: FastifyReply; work: (request: FastifyRequest, reply: FastifyReply) => unknown };

function guard(state: State, request: FastifyRequest, { reply, work }: Guarded) {
  const { authorization, versao, cpfautorizado } = request.headers;
  if (!state.tokens.has(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? ''))
    return refuse(reply, 401, 'Token inválido ou expirado');
  if (versao !== '1.0') return refuse(reply, 400, 'Versão obrigatória');
  if (cpfautorizado !== demoFirm.cpf) return refuse(reply, 403, 'CPF não autorizado');
  const fault = state.faults.shift();
  if (fault?.how === 'cut') {
    work(request, reply);
    reply.raw.destroy();
    return reply;
  }
  if (fault) return refuse(reply, fault.status, fault.message ?? 'Serviço indisponível');
  return work(request, reply);
}

/** `dd-MM-yyyy` of Brasília. */
function dayOf(text: string | undefined, end: boolean): number {
  const [day, month, year] = (text ?? '').split('-');
  return Date.parse(`${year}-${month}-${day}T${end ? '23:59:59' : '00:00:00'}-03:00`);
}

function list(state: State, request: FastifyRequest, reply: FastifyReply) {
  const query = request.query as Record<string, string>;
  const [from, to] = [dayOf(query.dataIniPeriodo, false), dayOf(query.dataFimPeriodo, true)];
  if (Number.isNaN(from) || Number.isNaN(to)) return refuse(reply, 400, 'Período obrigatório');
  const inPeriod = [...state.complaints.values()].filter((complaint) => {
    const at = state.opened.get(complaint.protocolo)?.getTime() ?? 0;
    return at >= from && at <= to;
  });
  const rows = inPeriod.map(({ protocolo, situacao, prazo, dataAbertura }) => ({
    ...{ protocolo, situacao, prazo, dataAbertura },
  }));
  return reply.send({ quantidade: rows.length, reclamacoes: rows });
}

const complaintOf = (state: State, request: FastifyRequest): SimComplaint | undefined =>
  state.complaints.get((request.params as { protocol: string }).protocol);

function detail(state: State, request: FastifyRequest, reply: FastifyReply) {
  const complaint = complaintOf(state, request);
  if (!complaint) return refuse(reply, 404, 'Reclamação não encontrada');
  if (complaint.situacao.descricao === states.open) complaint.situacao = named(2, states.review);
  return reply.send({ codigo: 0, reclamacao: complaint });
}

function take(state: State, request: FastifyRequest, reply: FastifyReply) {
  const complaint = complaintOf(state, request);
  if (!complaint) return refuse(reply, 404, 'Reclamação não encontrada');
  const { texto } = (request.body ?? {}) as { texto?: unknown };
  if (typeof texto !== 'string' || texto === '' || texto.length > 3000)
    return refuse(reply, 422, 'O texto da resposta é obrigatório e tem até 3000 caracteres');
  if (complaint.avaliacao) return refuse(reply, 422, 'A reclamação já foi finalizada');
  answer(state, complaint, texto);
  return reply.send({ codigo: 0 });
}

function file(state: State, request: FastifyRequest, reply: FastifyReply) {
  const found = state.files.get((request.params as { file: string }).file);
  if (!found) return refuse(reply, 404, 'Anexo não encontrado');
  return reply.type(found.type).send(Buffer.from(found.bytes));
}
