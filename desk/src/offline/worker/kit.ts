/**
 * What a service worker has beside a page, as far as ours uses it. (TypeScript's own library for workers cannot stand beside
 * that for pages in one program.)
 */
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type FetchCall = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Extendable & { data: unknown; ports: readonly MessagePort[] };
type Pushed = Extendable & { data: { json(): unknown } | null };
type Clicked = Extendable & { notification: Notification };
type PushChanged = Extendable & { newSubscription?: PushSubscription | null };
type WindowClient = {
  url: string;
  visibilityState: DocumentVisibilityState;
  focus(): Promise<WindowClient>;
  postMessage(message: unknown): void;
};
type Scope = {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled?: boolean }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', hear: (event: Extendable) => void): void;
  addEventListener(name: 'fetch', hear: (event: FetchCall) => void): void;
  addEventListener(name: 'message', hear: (event: Told) => void): void;
  addEventListener(name: 'push', hear: (event: Pushed) => void): void;
  addEventListener(name: 'notificationclick', hear: (event: Clicked) => void): void;
  addEventListener(name: 'pushsubscriptionchange', hear: (event: PushChanged) => void): void;
};

/** The worker's own surroundings. */
export const scope = globalThis as unknown as Scope;

/** What one build of the desk is made of, put in by `vite-worker.ts`. */
export type ShellFiles = {
  /** Changes with any of the files, the page included. */
  version: string;
  /** The script that the page begins with: by it a page and a worker know that they are of one build. */
  entry: string;
  /** Addresses of what the first screens need. */
  files: string[];
  /** Of what an open conversation may come to need. */
  later: string[];
};
