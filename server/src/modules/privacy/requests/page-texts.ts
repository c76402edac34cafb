import type { Locale } from '@meada/contract/primitives';
import type { RequestKind, RequestState } from '@meada/contract/routes/privacy-requests';

export type PageTexts = {
  title: string;
  intro: string;
  officer: string;
  policy: string;
  kind: string;
  kinds: Record<RequestKind, string>;
  address: string;
  addressHelp: string;
  details: string;
  send: string;
  missing: string;
  tooMany: string;
  codeTitle: string;
  codeHelp: string;
  code: string;
  prove: string;
  wrong: string;
  states: Record<RequestState, string>;
  due: string;
  package: string;
  message: string;
  sendMessage: string;
  you: string;
  keep: string;
  gone: string;
  controller: string;
  /** What is held, at once and in short (LGPD art. 19, I). */
  held: string;
  contacts: string;
  conversations: string;
  messages: string;
  files: string;
  since: string;
  notProven: string;
};

/** Words of the public page. */
export const pageTexts: Record<Locale, PageTexts> = {
  'pt-BR': {
    title: 'Seus dados em {firm}',
    intro:
      'Aqui você pede para ver, corrigir, levar ou apagar os dados que {firm} guarda sobre você (LGPD, art. 18). Não precisa de cadastro: confirmamos que o contato é seu com um código. Respondemos em até {days} dias.',
    officer: 'Encarregado pelos dados: {name} {contact}',
    policy: 'Política de privacidade',
    kind: 'O que você quer?',
    kinds: {
      confirmation: 'Saber se vocês têm dados meus',
      access: 'Ver meus dados',
      correction: 'Corrigir meus dados',
      portability: 'Levar meus dados para outro fornecedor',
      erasure: 'Apagar meus dados',
      restriction: 'Anonimizar ou bloquear dados em excesso',
      objection: 'Não receber mais comunicações ou me opor a um uso',
      consent: 'Retirar uma autorização que dei',
      sharing: 'Saber com quem meus dados foram compartilhados',
      review: 'Rever uma decisão tomada por sistema',
    },
    address: 'Seu e-mail ou telefone',
    addressHelp: 'O mesmo que você usa para falar com a gente.',
    details: 'Algo que devemos saber? (opcional)',
    send: 'Enviar pedido',
    missing: 'Escreva um e-mail ou telefone.',
    tooMany: 'Muitos pedidos em pouco tempo. Espere alguns minutos e tente de novo.',
    codeTitle: 'Confirme que o contato é seu',
    codeHelp:
      'Se este contato está em nossos registros, você recebe nele um código de 6 dígitos em instantes. Ele vale por 10 minutos. Se nada chegar, não temos dados com este contato ou ele não recebe nossas mensagens; tente outro.',
    code: 'Código de 6 dígitos',
    prove: 'Confirmar',
    wrong: 'Este código não confere. Verifique e tente de novo, ou faça um novo pedido.',
    states: {
      unproven: 'Aguardando o código',
      open: 'Recebido',
      working: 'Em andamento',
      asked: 'Precisamos de uma resposta sua',
      done: 'Concluído',
      refused: 'Não pudemos atender',
      expired: 'Encerrado: o contato não foi confirmado',
    },
    due: 'Respondemos até {day}.',
    package: 'Baixar meus dados (ZIP), disponível até {day}',
    message: 'Escrever uma mensagem',
    sendMessage: 'Enviar mensagem',
    you: 'Você',
    keep: 'Guarde o endereço desta página: por ela você acompanha o pedido.',
    gone: 'Esta página não existe mais.',
    controller: 'Quem responde pelos dados: {name} {document} {contact}',
    held: 'Sim, guardamos dados seus',
    contacts: 'Contatos: {n}',
    conversations: 'Conversas: {n}',
    messages: 'Mensagens: {n}',
    files: 'Arquivos: {n}',
    since: 'Desde {day}',
    notProven: 'Ainda precisamos confirmar que é você. Depois disso a resposta aparece aqui.',
  },
  en: {
    title: 'Your data at {firm}',
    intro:
      'Here you can ask to see, correct, move or erase the data {firm} keeps about you (GDPR arts. 15–20, LGPD art. 18). You don’t need an account: we confirm with a code that the address is yours. We respond within {days} days.',
    officer: 'Data protection officer: {name} {contact}',
    policy: 'Privacy policy',
    kind: 'What would you like?',
    kinds: {
      confirmation: 'Find out whether you hold data about me',
      access: 'See my data',
      correction: 'Correct my data',
      portability: 'Move my data to another provider',
      erasure: 'Erase my data',
      restriction: 'Anonymise or block excessive data',
      objection: 'Stop receiving messages, or object to a use',
      consent: 'Withdraw a consent I gave',
      sharing: 'Find out who my data was shared with',
      review: 'Review an automated decision',
    },
    address: 'Your email or phone',
    addressHelp: 'The one you use to talk to us.',
    details: 'Anything we should know? (optional)',
    send: 'Send request',
    missing: 'Enter an email or phone number.',
    tooMany: 'Too many requests. Wait a few minutes and try again.',
    codeTitle: 'Confirm that the address is yours',
    codeHelp:
      'If this address is in our records, you will get a 6-digit code there in a moment. It is valid for 10 minutes. If nothing arrives, we hold no data under this address or it doesn’t accept our messages; try another.',
    code: '6-digit code',
    prove: 'Confirm',
    wrong: 'This is not the right code. Check it and try again, or send a new request.',
    states: {
      unproven: 'Waiting for the code',
      open: 'Received',
      working: 'In progress',
      asked: 'We need a reply from you',
      done: 'Done',
      refused: 'We could not fulfil it',
      expired: 'Closed: the address was not confirmed',
    },
    due: 'We will respond by {day}.',
    package: 'Download my data (ZIP), available until {day}',
    message: 'Write a message',
    sendMessage: 'Send message',
    you: 'You',
    keep: 'Save this page’s address: use it to follow your request.',
    gone: 'This page no longer exists.',
    controller: 'Data controller: {name} {document} {contact}',
    held: 'Yes, we hold data about you',
    contacts: 'Addresses: {n}',
    conversations: 'Conversations: {n}',
    messages: 'Messages: {n}',
    files: 'Files: {n}',
    since: 'Since {day}',
    notProven: 'We still need to confirm that it’s you. After that, the answer appears here.',
  },
  es: {
    title: 'Sus datos en {firm}',
    intro:
      'Aquí puede pedir ver, corregir, llevarse o borrar los datos que {firm} guarda sobre usted (RGPD arts. 15–20, LGPD art. 18). No necesita cuenta: confirmamos con un código que el contacto es suyo. Respondemos en un plazo de {days} días.',
    officer: 'Delegado de protección de datos: {name} {contact}',
    policy: 'Política de privacidad',
    kind: '¿Qué desea?',
    kinds: {
      confirmation: 'Saber si tienen datos míos',
      access: 'Ver mis datos',
      correction: 'Corregir mis datos',
      portability: 'Llevar mis datos a otro proveedor',
      erasure: 'Borrar mis datos',
      restriction: 'Anonimizar o bloquear datos en exceso',
      objection: 'No recibir más comunicaciones u oponerme a un uso',
      consent: 'Retirar una autorización que di',
      sharing: 'Saber con quién se compartieron mis datos',
      review: 'Revisar una decisión tomada por un sistema',
    },
    address: 'Su correo o teléfono',
    addressHelp: 'El mismo con el que habla con nosotros.',
    details: '¿Algo que debamos saber? (opcional)',
    send: 'Enviar solicitud',
    missing: 'Escriba un correo o teléfono.',
    tooMany: 'Demasiadas solicitudes. Espere unos minutos e intente de nuevo.',
    codeTitle: 'Confirme que el contacto es suyo',
    codeHelp:
      'Si este contacto está en nuestros registros, en unos instantes recibe allí un código de 6 dígitos. Vale por 10 minutos. Si no llega nada, no tenemos datos con este contacto o no recibe nuestros mensajes; pruebe con otro.',
    code: 'Código de 6 dígitos',
    prove: 'Confirmar',
    wrong: 'Este código no coincide. Revíselo e intente de nuevo, o haga una nueva solicitud.',
    states: {
      unproven: 'Esperando el código',
      open: 'Recibida',
      working: 'En curso',
      asked: 'Necesitamos una respuesta suya',
      done: 'Terminada',
      refused: 'No pudimos atenderla',
      expired: 'Cerrada: el contacto no se confirmó',
    },
    due: 'Respondemos hasta el {day}.',
    package: 'Descargar mis datos (ZIP), disponible hasta el {day}',
    message: 'Escribir un mensaje',
    sendMessage: 'Enviar mensaje',
    you: 'Usted',
    keep: 'Guarde la dirección de esta página: con ella sigue su solicitud.',
    gone: 'Esta página ya no existe.',
    controller: 'Responsable del tratamiento: {name} {document} {contact}',
    held: 'Sí, guardamos datos suyos',
    contacts: 'Contactos: {n}',
    conversations: 'Conversaciones: {n}',
    messages: 'Mensajes: {n}',
    files: 'Archivos: {n}',
    since: 'Desde el {day}',
    notProven: 'Aún tenemos que confirmar que es usted. Después, la respuesta aparece aquí.',
  },
};
