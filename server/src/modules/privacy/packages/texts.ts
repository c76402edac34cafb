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
    made: 'Prepared on {at}',
    explain:
      'This package holds everything {firm} keeps about you: this page to read, the folder “dados” with the same data as JSON (an open format, to take to another provider), and the folder “arquivos” with pictures, recordings and documents. Other people’s messages in group conversations are not included.',
    who: 'Who you are to us',
    addresses: 'Your addresses',
    consents: 'What you consented to or withdrew',
    fields: 'Your record',
    birth: 'Date of birth',
    facts: 'What you told us',
    places: 'Postal addresses',
    papers: 'Documents',
    notes: 'Our team’s notes about you',
    note: 'Note',
    deals: 'Deals',
    surveys: 'Your ratings of our service',
    tasks: 'Our team’s tasks about you',
    conversations: 'Your conversations',
    firm: 'Company',
    you: 'You',
    attachment: 'file',
    tables: 'Data as JSON',
    files: 'Files',
  },
  es: {
    title: 'Sus datos en {firm}',
    made: 'Preparado el {at}',
    explain:
      'Este paquete reúne todo lo que {firm} guarda sobre usted: esta página para leer, la carpeta “dados” con los mismos datos en JSON (formato abierto, para llevarlos a otro proveedor) y la carpeta “arquivos” con fotos, audios y documentos. Los mensajes de otras personas en grupos no están aquí.',
    who: 'Quién es usted para nosotros',
    addresses: 'Sus contactos',
    consents: 'Lo que autorizó o retiró',
    fields: 'Su ficha',
    birth: 'Nacimiento',
    facts: 'Lo que nos contó',
    places: 'Direcciones',
    papers: 'Documentos',
    notes: 'Notas del equipo sobre usted',
    note: 'Nota',
    deals: 'Negocios',
    surveys: 'Sus calificaciones de la atención',
    tasks: 'Tareas del equipo sobre usted',
    conversations: 'Sus conversaciones',
    firm: 'Empresa',
    you: 'Usted',
    attachment: 'archivo',
    tables: 'Datos en JSON',
    files: 'Archivos',
  },
};
