/** What the simulated site knows, and how it is written there. */

/** Credentials of the simulated firm; worthless outside this machine. */
export const demoFirm = {
  clientId: '20260101000001000',
  code: 'demo-code',
  clientSecret: 'demo-secret',
  cpf: '52998224725',
  name: 'Empório Fio & Meada',
};

export type Named = { codigo: string; descricao: string };
export type Text = { tipo: Named; texto: string };
export type Step = {
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
export type File = { name: string; type: string; bytes: Uint8Array };
export type State = {
  complaints: Map<string, SimComplaint>;
  opened: Map<string, Date>;
  tokens: Set<string>;
  files: Map<string, File>;
  faults: { status: number; message?: string; how?: 'cut' }[];
  listeners: (() => void)[];
  count: number;
};

export const states = {
  open: 'Aberta',
  review: 'Em análise',
  answered: 'Respondida',
  rated: 'Finalizada avaliada',
};
export const named = (codigo: number, descricao: string): Named => ({ codigo: String(codigo), descricao });

export const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
/** `dd/MM/yyyy HH:mm:ss` in Brasília. */
export function shown(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() - 3 * 3_600_000).toISOString().split('T');
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)}`;
}

export function add(
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

export function answer(state: State, complaint: SimComplaint, text: string): void {
  complaint.situacao = named(3, states.answered);
  add(state, complaint, {
    type: named(3, 'Resposta'),
    by: demoFirm.name,
    texts: [{ tipo: named(4, 'Resposta'), texto: text }],
  });
}
