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
  // zenvia.github.io/zenvia-openapi-spec/v2: POST /v2/channels/sms/messages; events MESSAGE and MESSAGE_STATUS, whose codes
  // are SENT, DELIVERED, READ, CLICKED, VERIFIED, NOT_DELIVERED, REJECTED, DELETED.
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
    deliveredWords: [...none.deliveredWords, 'read', 'clicked', 'verified'],
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
  // docs.comtele.com.br: POST /api/v2/send, header auth-key, fields Sender, Receivers, Content. The public pages say nothing of
  // the form of its notices: to be filled in from the account's panel.
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
  // totalvoice.github.io/totalvoice-docs: POST /sms, header Access-Token; discontinued by the provider in favour of Zenvia's
  // own interface. With multi_sms the answer holds a list of ids. Its notice of an answer names the message and not who
  // answers, so none is asked for; that of a status has id and status_envio.
  totalvoice: {
    ...none,
    url: 'https://voice-api.zenvia.com/sms',
    headers: ['Access-Token: {secret}'],
    template: '{"numero_destino":"{to}","mensagem":"{text}","resposta_usuario":false,"multi_sms":true}',
    numberForm: 'national',
    successRule: 'sucesso=true',
    idRule: String.raw`/"id"[^\d]{0,8}(\d{1,18})/`,
    errorRule: 'mensagem',
    inFrom: '',
    inText: '',
    statusWord: 'status_envio',
    statusError: 'status_envio',
  },
};

/** Names for the form, as the providers call themselves. */
export const presetNames: Record<string, string> = {
  zenvia: 'Zenvia',
  infobip: 'Infobip',
  comtele: 'Comtele',
  smsdev: 'SMSDev',
  totalvoice: 'TotalVoice (→ Zenvia)',
};
