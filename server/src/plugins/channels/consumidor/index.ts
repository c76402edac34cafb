import type { ChannelIo, ChannelPlugin, ConnectionTest } from '../../../modules/inboxes/port.ts';
import { callApi, jsonOf, textOf } from './api.ts';
import { rowsIn } from './complaint.ts';
import { listen, periodOf } from './listen.ts';
import { manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { fetchMedia, send } from './send.ts';

/** Complaints of Consumidor.gov.br by the service for suppliers, looked for by polling. */
export const consumidor: ChannelPlugin = {
  manifest,
  addressOf: (settings) => textOf(settings, 'clientId') || 'Consumidor.gov.br',
  parse,
  send,
  fetchMedia,
  listen,
  test,
};

/** Are the credentials good, and may this CPF list the firm's complaints? */
async function test(io: ChannelIo): Promise<ConnectionTest> {
  const call = { method: 'GET' as const, path: 'reclamacoes/listar', query: periodOf(io.now()) };
  const answer = await callApi(io, call);
  if (answer.kind !== 'ok') return { ok: false, steps: [{ name: 'API', ok: false, text: answer.text }] };
  return { ok: true, steps: [{ name: 'API', ok: true, text: String(rowsIn(jsonOf(answer)).length) }] };
}
