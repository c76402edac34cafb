/**
 * What providers document of their interfaces, so that only the key remains to be filled in. Each source is named; what
 * an administrator writes into a field counts more than what stands here.
 */
export type Gateway = {
  url: string;
  method: 'POST' | 'GET';
  body: 'json' | 'form';
  /** JSON text or `a={to}&b={text}`, with placeholders. */
  template: string;
  /** `Name: value` lines. */
  headers: string[];
  /** How numbers are written: `plus` +5541…, `digits` 5541…, `national` 41… */
  numberForm: 'plus' | 'digits' | 'national';
  /** What the answer must hold beside a 2xx; '' nothing. */
  successRule: string;
  idRule: string;
  errorRule: string;
  /** Where notices keep several items; '' the body is one. */
  inList: string;
  inFrom: string;
  inText: string;
  inId: string;
  inAt: string;
  statusId: string;
  statusWord: string;
  statusError: string;
  sentWords: string[];
  deliveredWords: string[];
  failedWords: string[];
};

const none: Gateway = {
  url: '',
  method: 'POST',
  body: 'json',
  template: '{"to":"{to}","text":"{text}","id":"{id}"}',
  headers: [],
  numberForm: 'digits',
  successRule: '',
  idRule: 'id',
  errorRule: 'message',
  inList: '',
  inFrom: 'from',
  inText: 'text',
  inId: 'id',
  inAt: 'at',
  statusId: 'id',
  statusWord: 'status',
  statusError: 'error',
  sentWords: ['sent', 'accepted', 'enviado', 'enviada', 'acceptd'],
  deliveredWords: ['delivered', 'delivrd', 'entregue', 'recebida', 'recebido'],
  failedWords: [
    ...['failed', 'undelivered', 'undeliv', 'undeliverable', 'not_delivered', 'rejected', 'rejectd'],
    ...['expired', 'error', 'erro', 'nao_entregue', 'bloqueado', 'blacklist', 'blocked', 'canceled'],
  ],
};

/** Provider → what differs from the neutral form. */
export const presets: Record<string, Gateway> = {
  custom: none,
  // zenvia-openapi-spec: POST /v2/channels/sms/messages; events MESSAGE and MESSAGE_STATUS.
  zenvia: {
    ...none,
    url: 'https://api.zenvia.com/v2/channels/sms/messages',
    headers: ['X-API-TOKEN: {secret}'],
    template: '{"from":"{from}","to":"{to}","contents":[{"type":"text","text":"{text}"}]}',
    inFrom: 'message.from',
    inText: 'message.contents[0].text',
    inId: 'message.id',
    inAt: 'timestamp',
    statusId: 'messageId',
    statusWord: 'messageStatus.code',
    statusError: 'messageStatus.description',
  },
  // Infobip SMS API v3: POST /sms/3/messages at the account's own base address; reports and messages in `results`.
  infobip: {
    ...none,
    url: 'https://api.infobip.com/sms/3/messages',
    headers: ['Authorization: App {secret}'],
    template:
      '{"messages":[{"sender":"{from}","destinations":[{"to":"{to}","messageId":"{id}"}],"content":{"text":"{text}"}}]}',
    idRule: 'messages[0].messageId',
    errorRule: 'requestError.serviceException.text',
    inList: 'results',
    inText: 'text',
    inId: 'messageId',
    inAt: 'receivedAt',
    statusId: 'messageId',
    statusWord: 'status.groupName',
    statusError: 'error.description',
  },
  // docs.comtele.com.br: POST /api/v2/send, header auth-key. Its notices are to be filled in from the account's panel.
  comtele: {
    ...none,
    url: 'https://sms.comtele.com.br/api/v2/send',
    headers: ['auth-key: {secret}'],
    template: '{"Sender":"{id}","Receivers":"{to}","Content":"{text}"}',
    numberForm: 'national',
    successRule: 'Success=true',
    idRule: 'Object.requestUniqueId',
    errorRule: 'Message',
  },
  // smsdev.com.br/docs: POST /v1/send; callbacks MO {from, id, message} and DLR {id, situacao}.
  smsdev: {
    ...none,
    url: 'https://api.smsdev.com.br/v1/send',
    template: '[{"key":"{secret}","type":9,"number":"{to}","msg":"{text}","refer":"{id}"}]',
    successRule: '[0].situacao=OK',
    idRule: '[0].id',
    errorRule: '[0].descricao',
    inText: 'message',
    statusWord: 'situacao',
    statusError: 'descricao',
  },
  // TotalVoice (today Zenvia Voice): POST /sms, header Access-Token. Its notices are to be filled in likewise.
  totalvoice: {
    ...none,
    url: 'https://voice-api.zenvia.com/sms',
    headers: ['Access-Token: {secret}'],
    template: '{"numero_destino":"{to}","mensagem":"{text}","resposta_usuario":true,"multi_sms":true}',
    numberForm: 'national',
    successRule: 'sucesso=true',
    idRule: 'dados.id',
    errorRule: 'mensagem',
  },
};

/** Names for the form, as the providers call themselves. */
export const presetNames: Record<string, string> = {
  zenvia: 'Zenvia',
  infobip: 'Infobip',
  comtele: 'Comtele',
  smsdev: 'SMSDev',
  totalvoice: 'TotalVoice',
};
