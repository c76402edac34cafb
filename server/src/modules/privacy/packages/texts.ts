import type { Locale } from '@meada/contract/primitives';

type Texts = {
  title: string;
  made: string;
  explain: string;
  who: string;
  addresses: string;
  consents: string;
  fields: string;
  birth: string;
  facts: string;
  places: string;
  papers: string;
  notes: string;
  note: string;
  deals: string;
  surveys: string;
  tasks: string;
  conversations: string;
  firm: string;
  you: string;
  attachment: string;
  tables: string;
  files: string;
};

/** Words of the readable part of a package. */
export const packageTexts: Record<Locale, Texts> = {
  'pt-BR': {
    title: 'Seus dados em {firm}',
    made: 'Preparado em {at}',
    explain:
      'Este pacote reúne tudo o que {firm} guarda sobre você: esta página para ler, a pasta “dados” com os mesmos dados em JSON (formato aberto, para levar a outro fornecedor) e a pasta “arquivos” com fotos, áudios e documentos. Mensagens de outras pessoas em conversas de grupo não estão aqui.',
    who: 'Quem você é para nós',
    addresses: 'Seus contatos',
    consents: 'O que você autorizou ou retirou',
    fields: 'Cadastro',
    birth: 'Nascimento',
    facts: 'O que você nos contou',
    places: 'Endereços',
    papers: 'Documentos',
    notes: 'Anotações da equipe sobre você',
    note: 'Anotação',
    deals: 'Negócios',
    surveys: 'Suas avaliações do atendimento',
    tasks: 'Tarefas da equipe sobre você',
    conversations: 'Suas conversas',
    firm: 'Empresa',
    you: 'Você',
    attachment: 'arquivo',
    tables: 'Dados em JSON',
    files: 'Arquivos',
  },
  en: {
    title: 'Your data at {firm}',
    made: 'Made on {at}',
    explain:
      'This package holds everything {firm} keeps about you: this page to read, the folder “dados” with the same data as JSON (an open format, to take elsewhere), and the folder “arquivos” with pictures, recordings and documents. Words of other people in group conversations are not in it.',
    who: 'Who you are to us',
    addresses: 'Your addresses',
    consents: 'What you allowed or took back',
    fields: 'Your record',
    birth: 'Birth',
    facts: 'What you told us',
    places: 'Places',
    papers: 'Documents',
    notes: 'Notes of our people about you',
    note: 'Note',
    deals: 'Deals',
    surveys: 'Your ratings of our service',
    tasks: 'Tasks of the team about you',
    conversations: 'Your conversations',
    firm: 'Firm',
    you: 'You',
    attachment: 'file',
    tables: 'Data as JSON',
    files: 'Files',
  },
  es: {
    title: 'Tus datos en {firm}',
    made: 'Preparado el {at}',
    explain:
      'Este paquete reúne todo lo que {firm} guarda sobre ti: esta página para leer, la carpeta “dados” con los mismos datos en JSON (formato abierto, para llevarlos a otro proveedor) y la carpeta “arquivos” con fotos, audios y documentos. Los mensajes de otras personas en grupos no están aquí.',
    who: 'Quién eres para nosotros',
    addresses: 'Tus contactos',
    consents: 'Lo que autorizaste o retiraste',
    fields: 'Tu ficha',
    birth: 'Nacimiento',
    facts: 'Lo que nos contaste',
    places: 'Direcciones',
    papers: 'Documentos',
    notes: 'Notas del equipo sobre ti',
    note: 'Nota',
    deals: 'Negocios',
    surveys: 'Tus calificaciones de la atención',
    tasks: 'Tareas del equipo sobre ti',
    conversations: 'Tus conversaciones',
    firm: 'Empresa',
    you: 'Tú',
    attachment: 'archivo',
    tables: 'Datos en JSON',
    files: 'Archivos',
  },
};
