import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { type Answer, type Call, callApi, jsonOf } from './api.ts';
import { type Complaint, complaintIn, isEnded, type Row, rowsIn, stepId, type Told } from './complaint.ts';
import { defaultPause, lookBackDays } from './manifest.ts';

/** Ended complaints that were read to their end, by protocol: the state in which they ended. */
type Cursor = Map<string, string>;
const cursorAtMost = 5000;
const Stored = z.object({ ended: z.array(z.tuple([z.string(), z.string()])) });

/** The cursor as text; what cannot be read begins anew, and the ledger knows what came before. */
export function readCursor(text: string | null): Cursor {
  try {
    return new Map(Stored.parse(JSON.parse(text ?? '')).ended);
  } catch {
    return new Map();
  }
}
export const writeCursor = (cursor: Cursor): string =>
  JSON.stringify({ ended: [...cursor].slice(-cursorAtMost) });

/**
 * Lists the complaints of the last weeks and reads each that is not at its end: the list tells states, not what was
 * added. Each step is an arrival; the ledger drops what it has. Throws when the service refuses for good.
 */
export async function listen(io: ListenIo): Promise<void> {
  io.report('connecting');
  while (!io.signal.aborted) {
    const seconds = await look(io);
    if (io.signal.aborted) return;
    await pause(seconds * 1000, undefined, { signal: io.signal }).catch(() => undefined);
  }
}

/** One round; answers the seconds until the next. */
async function look(io: ListenIo): Promise<number> {
  const cursor = readCursor(io.cursor);
  const rows = await get(io, { method: 'GET', path: 'reclamacoes/listar', query: periodOf(io.now()) });
  if (io.signal.aborted) return 0;
  if (typeof rows === 'number') return rows;
  for (const row of rowsIn(rows.body)) {
    if (cursor.get(row.protocolo) === stateOf(row)) continue;
    const path = `reclamacao/${encodeURIComponent(row.protocolo)}/detalhe`;
    const detail = await get(io, { method: 'GET', path });
    if (io.signal.aborted) return 0;
    if (typeof detail === 'number') return detail;
    const complaint = complaintIn(detail.body);
    if (!complaint) {
      io.log('warn', 'a complaint could not be read', { protocol: row.protocolo });
      continue;
    }
    if (isEnded(row)) cursor.set(row.protocolo, stateOf(row));
    await io.deliver(arrivalsOf(complaint), writeCursor(cursor));
  }
  io.report('connected');
  const seconds = Number(io.settings.pause);
  return seconds >= 1 ? seconds : defaultPause;
}

const stateOf = (row: Row): string => row.situacao?.descricao ?? row.situacaoDescricao ?? '';

async function get(io: ListenIo, call: Call): Promise<{ body: unknown } | number> {
  const answer = await callApi(io, { ...call, signal: io.signal });
  if (answer.kind === 'ok') return { body: jsonOf(answer) };
  if (io.signal.aborted) return 0;
  return waitOf(io, answer);
}

function waitOf(io: ListenIo, answer: Exclude<Answer, { kind: 'ok' }>): number {
  if (answer.kind === 'refused' && answer.status === 429) {
    io.report('failing', answer.text);
    return Math.min(600, answer.retryAfter ?? 60);
  }
  throw new Error(`Consumidor.gov.br: ${answer.text}`);
}

/** `dd-MM-yyyy` of Brasília's days, the last weeks up to today. */
export function periodOf(now: Date): { dataIniPeriodo: string; dataFimPeriodo: string } {
  const day = (back: number): string =>
    new Date(now.getTime() - 3 * 3_600_000 - back * 86_400_000)
      .toISOString()
      .slice(0, 10)
      .split('-')
      .reverse()
      .join('-');
  return { dataIniPeriodo: day(lookBackDays), dataFimPeriodo: day(0) };
}

/** Every step of a complaint as an arrival of its own, with the complaint around it. Pure. */
export function arrivalsOf({ tramites = [], ...complaint }: Complaint): Arrival[] {
  return tramites.map((step, index) => {
    // Deadline and state move on: only what the step says makes it a new one.
    const told: Told = { complaint, step, isFirst: index === 0 };
    const body = new TextEncoder().encode(JSON.stringify(told));
    return { externalId: stepId(complaint.protocolo, step), body, headers: {}, facts: {} };
  });
}
