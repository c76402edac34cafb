import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { answer, demoFirm, named, type SimComplaint, type State, states } from './state.ts';

/** The service for suppliers. */
export function makeServer(state: State): FastifyInstance {
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
