import type { FunctionComponent } from 'preact';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Continue, Problem, Protocol } from './pages/notes.tsx';
import { Shop } from './pages/Shop.tsx';
import type { ContinueProps, ProblemProps, ProtocolProps, ShopProps } from './props.ts';

export type { Contact, ContinueProps, ProblemProps, ProtocolProps, ShopProps } from './props.ts';
export { stylesheet } from './stylesheet.ts';

/** The page as a whole HTML document. Everything given is text to it, never markup. */
const documentOf = <P extends object>(page: FunctionComponent<P>, props: P): string =>
  `<!doctype html>${renderToString(h(page, props))}`;

/** The demo shop's front page. */
export const renderShop = (props: ShopProps): string => documentOf(Shop, props);

/** Landing of a switch link: QR code, link and six-digit code. */
export const renderContinue = (props: ContinueProps): string => documentOf(Continue, props);

/** Look-up of a protocol number: says how to ask, shows no history. */
export const renderProtocol = (props: ProtocolProps): string => documentOf(Protocol, props);

/** A page for what went wrong; the HTTP status is the server's business. */
export const renderProblem = (props: ProblemProps): string => documentOf(Problem, props);
