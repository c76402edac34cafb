import type { Attachment } from '@meada/contract/content';
import type { ErrorBody } from '@meada/contract/errors';
import type { BodyOf, ResponseOf } from '@meada/contract/route';
import type {
  ChatConfig,
  ChatConversation,
  ChatMessage,
  leaveChatContact,
  openChat,
  sendChatMessage,
  switchChat,
} from '@meada/contract/routes/chat';
import type { ChatDemand } from '@meada/contract/routes/chat-sac';
import type { ChatWait } from '@meada/contract/routes/chat-waits';

export type Identify = NonNullable<BodyOf<typeof openChat>['identify']>;
export type Opened = {
  token: string;
  config: ChatConfig;
  conversation: ChatConversation | null;
  messages: ChatMessage[];
  hasMore: boolean;
  cursor: string;
};
export type Listed = { conversation: ChatConversation | null; items: ChatMessage[]; hasMore: boolean };
export type Switched = ResponseOf<typeof switchChat>;
export type Contact = BodyOf<typeof leaveChatContact>;

/** Why a call failed: HTTP status (0 = no answer), the API's code, and seconds to wait if it said so. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number;
  constructor(status: number, code: string, retryAfter = 0) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** How long a call may take (ms). */
const patience = 20_000;

/** The chat routes of the contract, as this widget calls them. */
export type Api = ReturnType<typeof apiOf>;

/** `token` is asked for at every call: it may be renewed meanwhile. */
export function apiOf(server: string, token: () => string | null) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const key = token();
    let answer: Response;
    try {
      answer = await fetch(server + path, {
        method,
        mode: 'cors',
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(patience),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key && { authorization: `Bearer ${key}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch {
      throw new ApiError(0, 'offline');
    }
    const json: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw failureOf(answer.status, json, answer.headers.get('retry-after'));
    if (json === null) throw new ApiError(0, 'offline');
    return json as T;
  };
  const query = (values: Record<string, number>) =>
    new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return {
    open: (inboxKey: string, body: BodyOf<typeof openChat>) =>
      call<Opened>('POST', `/api/chat/${encodeURIComponent(inboxKey)}/session`, body),
    list: (values: { before?: number; after?: number }) =>
      call<Listed>('GET', `/api/chat/messages?${query(values as Record<string, number>)}`),
    send: (body: BodyOf<typeof sendChatMessage>) => call('POST', '/api/chat/messages', body),
    contact: (body: Contact) => call('PUT', '/api/chat/contact', body),
    read: (seq: number) => call('PUT', '/api/chat/read', { seq }),
    switchTo: (inboxId: string) => call<Switched>('POST', '/api/chat/switch', { inboxId }),
    keepPlace: (inboxId: string, address: string) =>
      call<{ wait: ChatWait | null }>('PUT', '/api/chat/wait/place', { inboxId, address }),
    askCall: (clientId: string, phone: string) =>
      call<{ phone: string; promisedAt: string }>('PUT', '/api/chat/wait/call', { clientId, phone }),
    waitHere: (from: 'place' | 'call') => call<{ wait: ChatWait | null }>('DELETE', `/api/chat/wait/${from}`),
    demands: () => call<{ demands: ChatDemand[] }>('GET', '/api/chat/sac'),
    askHistory: () => call<{ demands: ChatDemand[] }>('POST', '/api/chat/sac/history'),
    upload: (file: File, onProgress: (share: number) => void) =>
      upload(`${server}/api/chat/files`, token(), { file, onProgress }),
  };
}

function failureOf(status: number, json: unknown, header: string | null): ApiError {
  const body = (typeof json === 'object' && json !== null ? json : {}) as Partial<ErrorBody>;
  return new ApiError(status, body.code ?? 'internal', body.retryAfter ?? (Number(header) || 0));
}

type Upload = { file: File; onProgress: (share: number) => void };

/** XMLHttpRequest, because fetch does not tell how far an upload is. The caller may cancel. */
function upload(url: string, token: string | null, { file, onProgress }: Upload) {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    request.open('POST', url);
    request.responseType = 'json';
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () =>
      request.status >= 200 && request.status < 300 && request.response
        ? resolve(request.response as Attachment)
        : reject(failureOf(request.status, request.response, request.getResponseHeader('retry-after')));
    request.onerror = request.onabort = () => reject(new ApiError(0, 'offline'));
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}
