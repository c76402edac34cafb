import type { ComponentChildren } from 'preact';
import { Contacts } from '../Contacts.tsx';
import { Languages, Page } from '../Page.tsx';
import { pictureOf, safeHref } from '../picture.ts';
import type { ContinueProps, ProblemProps, ProtocolProps } from '../props.ts';
import { textsOf } from '../texts.ts';

type NoteProps = Pick<ContinueProps, 'locale' | 'languages'> & {
  title: string;
  children: ComponentChildren;
};

/** A small page that says one thing. */
function Note({ locale, languages, title, children }: NoteProps) {
  return (
    <Page locale={locale} languages={languages} title={title} kind="note" secluded>
      <main>
        {children}
        <Languages locale={locale} languages={languages} />
      </main>
    </Page>
  );
}

/** Where a switch link lands on a desktop: three ways to go on, side by side. */
export function Continue(props: ContinueProps) {
  const { locale, shop, channel, link, qr, code, address, expiresAt, timeZone } = props;
  const texts = textsOf[locale];
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(expiresAt),
  );
  const title = texts.continueTitle(channel.name);
  const href = safeHref(link);
  return (
    <Note {...props} title={title}>
      {channel.icon && <img class="mark" src={pictureOf(channel.icon)} alt="" width="56" height="56" />}
      <h1>{title}</h1>
      <p class="lead">{texts.continueLead(shop)}</p>
      <div class="ways">
        <section>
          <h2>{texts.scan}</h2>
          <p>{texts.scanHint}</p>
          <img class="qr" src={pictureOf(qr)} alt={texts.qrAlt} width="200" height="200" />
        </section>
        <div>
          {href && (
            <section>
              <h2>{texts.here}</h2>
              <a class="solid" href={href} rel="noreferrer">
                {texts.openIn(channel.name)}
              </a>
            </section>
          )}
          {code && (
            <section>
              <h2>{texts.byCode}</h2>
              <p>{texts.byCodeHint(address)}</p>
              <p class="code">
                {code.slice(0, 3)} {code.slice(3)}
              </p>
            </section>
          )}
        </div>
      </div>
      <p class="small">{texts.until(time)}</p>
    </Note>
  );
}

/** What a protocol number leads to: how to ask, and nothing of the conversation. */
export function Protocol(props: ProtocolProps) {
  const texts = textsOf[props.locale];
  return (
    <Note {...props} title={`${texts.protocolTitle}: ${props.protocol}`}>
      <h1>{texts.protocolTitle}</h1>
      <p class="number">
        <span>{texts.protocolNumber}</span>
        <b>{props.protocol}</b>
      </p>
      <p class="lead">{texts.protocolLead(props.shop)}</p>
      <Contacts contacts={props.contacts} />
      <p class="small">{texts.protocolHint}</p>
    </Note>
  );
}

/** When something is wrong: what, and the way back. */
export function Problem(props: ProblemProps) {
  const texts = textsOf[props.locale];
  const [title, text] = texts.problem[props.code];
  return (
    <Note {...props} title={title}>
      <svg class="knot" viewBox="0 0 240 120" aria-hidden="true">
        <path d="M10 84C60 84 70 40 108 40s44 52 12 52-30-62 20-62 46 70 4 66-20-54 22-54 40 40 64 40" />
      </svg>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p>
        <a class="solid" href={safeHref(props.home) ?? '/'}>
          {texts.back}
        </a>
      </p>
    </Note>
  );
}
