import {
  add,
  answer,
  type Consumer,
  days,
  demoFirm,
  type File,
  named,
  type SimComplaint,
  type State,
  shown,
  states,
} from './state.ts';

type Complained = { about: string; text: string; wish?: string; files?: File[]; deadlineDays?: number };

/** What consumers, and the firm on the site itself, do. */
export function acts(state: State) {
  const known = (protocol: string): SimComplaint => {
    const complaint = state.complaints.get(protocol);
    if (!complaint) throw new Error('no such complaint');
    return complaint;
  };
  return {
    consumerComplains: (consumer: Consumer, said: Complained): string => open(state, consumer, said),
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

function open(state: State, consumer: Consumer, said: Complained): string {
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
}
