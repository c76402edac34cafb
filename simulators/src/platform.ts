import type { PhoneApp } from './phone/app.ts';

/** What the demo shop's inbox of a platform is set up with; worthless outside this machine. */
export type Setup = { channel: string; name: string; settings: Record<string, unknown> };

/** What had happened before the demo begins, played over the page's control address. */
export type Scene = { path: string; body: object; answer: string | null; resolved: boolean };

/** A platform that runs, and what the page and the demo need of it. */
export type Running = {
  url: string;
  /** host:port pairs the server must be allowed to call. */
  allow: string[];
  app: PhoneApp;
  /** Inboxes of the demo shop; `link` is the base of the deep links that open the app on the page. */
  inboxes(link: string): Setup[];
  scenes?: Scene[];
  stop(): Promise<void>;
};

/** A service that is only asked: it has no inbox and no app on the page. */
export type Asked = {
  name: string;
  start(options: { port: number }): Promise<{ url: string; host: string; stop(): Promise<void> }>;
};

/** A simulator as its folder shows it; one line in `registry.ts` puts it into the world. */
export type Platform = {
  /** Its folder, which is also its name among the services. */
  name: string;
  /** Port 0 is a free one. */
  start(port: number): Promise<Running>;
};
