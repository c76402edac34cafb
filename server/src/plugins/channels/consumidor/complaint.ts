import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Reading a complaint as the service gives it (`reclamacao/{protocolo}/detalhe`); what is not as wanted is absent. */

const clean = (max: number) =>
  z
    .union([z.string(), z.number()])
    .transform((text) => String(text).slice(0, max).replaceAll('\u0000', '').toWellFormed().trim())
    .optional()
    .catch(undefined);
const Named = z
  .object({ codigo: clean(40), descricao: clean(300) })
  .optional()
  .catch(undefined);
const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z
    .array(z.unknown())
    .transform((all) =>
      all.slice(0, most).flatMap((one) => {
        const read = item.safeParse(one);
        return read.success ? [read.data as z.infer<T>] : [];
      }),
    )
    .optional()
    .catch(undefined);

const Protocol = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^[\d./-]{4,60}$/.test(text));

export const Step = z.object({
  codigo: clean(60),
  tipo: Named,
  data: clean(30),
  autor: clean(256),
  textos: listOf(z.object({ tipo: Named, texto: clean(50_000) }), 20),
  anexos: listOf(z.object({ codigo: clean(60), nome: clean(300), tipo: clean(100), tamanho: clean(20) }), 20),
});
export type Step = z.infer<typeof Step>;

const Contact = z
  .object({
    nome: clean(256),
    nomeFantasia: clean(256),
    documento: clean(32),
    cidade: clean(100),
    estado: clean(40),
    emails: listOf(z.object({ email: clean(320) }), 3),
    telefones: listOf(z.object({ ddd: clean(4), telefone: clean(20) }), 3),
  })
  .optional()
  .catch(undefined);

export const Complaint = z.object({
  protocolo: Protocol,
  situacao: Named,
  prazo: clean(30),
  prazoManifestacao: clean(30),
  area: Named,
  assunto: Named,
  problema: Named,
  reclamante: Contact,
  reclamado: Contact,
  avaliacao: z
    .object({ nota: clean(4), resolvida: z.union([z.boolean(), z.string()]).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  tramites: listOf(Step, 200),
});
export type Complaint = z.infer<typeof Complaint>;

/** A complaint without its steps, and one of them: what one receipt holds. */
export const Told = z.object({ complaint: Complaint, step: Step, isFirst: z.boolean() });
export type Told = z.infer<typeof Told>;

export const Row = z.object({ protocolo: Protocol, situacao: Named, situacaoDescricao: clean(100) });
export type Row = z.infer<typeof Row>;

/** `dd/MM/yyyy HH:mm:ss` in Brasília (UTC−3) as an instant; null for anything else. */
export function instantOf(text: string | undefined): string | null {
  const [, day, month, year, hour = '23', minute = '59', second = '59'] =
    /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text ?? '') ?? [];
  if (!day || !month || !year) return null;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}-03:00`);
  return Number.isNaN(at.getTime()) || Number(year) < 1990 ? null : at.toISOString();
}

/** Nothing more happens to a complaint of these states. */
const ended = /finalizad|encerrad|avaliad|cancelad|recusad/i;
export const isEnded = (row: Row): boolean =>
  ended.test(row.situacao?.descricao ?? row.situacaoDescricao ?? '');

/** One list in a body of whatever name, or the body itself. */
export function rowsIn(body: unknown): Row[] {
  const lists = Array.isArray(body) ? [body] : Object.values((body ?? {}) as object).filter(Array.isArray);
  return (lists[0] ?? []).flatMap((raw: unknown) => {
    const read = Row.safeParse(raw);
    return read.success ? [read.data] : [];
  });
}

/** The complaint in a body: itself, or the first value that is one. */
export function complaintIn(body: unknown): Complaint | null {
  const candidates = [body, ...Object.values((body ?? {}) as object)];
  for (const candidate of candidates) {
    const read = Complaint.safeParse(candidate);
    if (read.success) return read.data;
  }
  return null;
}

const squeezed = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();

/** The same for an answer of ours on its way out and for the one the site shows later. */
export function answerId(protocol: string, text: string): string {
  const hash = createHash('sha256').update(squeezed(text)).digest('hex').slice(0, 24);
  return `${protocol}:answer:${hash}`;
}

/** A step's own number, or one made of what it says. */
export function stepId(protocol: string, step: Step): string {
  const words = JSON.stringify([step.tipo, step.data, step.autor, step.textos]);
  return `${protocol}:${step.codigo || createHash('sha256').update(words).digest('hex').slice(0, 24)}`;
}

export const sameName = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== '' && squeezed(a) === squeezed(b);
