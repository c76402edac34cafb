import { ProductArt } from '../art/goods.tsx';
import { Divider, HeroArt } from '../art/hero.tsx';
import { Contacts } from '../Contacts.tsx';
import { Languages, Page, Sign } from '../Page.tsx';
import { safeHref } from '../picture.ts';
import { products } from '../products.ts';
import type { ShopProps } from '../props.ts';
import { type Texts, textsOf } from '../texts.ts';

const name = 'Empório Fio & Meada';

export function Shop(props: ShopProps) {
  const { locale, languages, widget, buttons } = props;
  const texts = textsOf[locale];
  const chat = widget && (
    <script
      async
      src={widget.src}
      data-inbox={widget.inboxKey}
      data-locale={locale}
      data-colour={widget.colour}
      data-position={widget.position}
    />
  );
  const calls = buttons && <script async src={buttons.src} data-buttons={buttons.key} data-locale={locale} />;
  return (
    <Page
      locale={locale}
      languages={languages}
      title={texts.title}
      description={texts.description}
      kind="shop"
      last={
        <>
          {chat}
          {calls}
        </>
      }
    >
      <a class="skip" href="#main">
        {texts.skip}
      </a>
      <Strip {...props} texts={texts} />
      <header class="top">
        <a class="home" href="#main">
          <Sign name={name} />
        </a>
        <nav class="menu" aria-label={name}>
          <a href="#fios">{texts.nav.yarns}</a>
          <a href="#ajuda">{texts.nav.help}</a>
          <a href="#loja">{texts.nav.visit}</a>
        </nav>
        <Languages locale={locale} languages={languages} />
      </header>
      <main id="main">
        <Hero texts={texts} chat={widget !== null} calls={Boolean(buttons)} />
        <Divider />
        <Shelf texts={texts} locale={locale} />
        <Help texts={texts} />
        <Visit texts={texts} contacts={props.contacts} />
      </main>
      <footer class="foot">
        <Sign name={name} />
        <p>{texts.footer}</p>
      </footer>
    </Page>
  );
}

/** The strip that says it is a demo, with the ways to the other two sides of it. */
function Strip({ deskHref, phoneHref, texts }: ShopProps & { texts: Texts }) {
  const [desk, phone] = [safeHref(deskHref), safeHref(phoneHref)];
  if (!desk && !phone) return null;
  return (
    <aside class="strip" aria-label="Meada">
      <p>{texts.demo}</p>
      <p>
        {desk && <a href={desk}>{texts.demoDesk}</a>}
        {phone && <a href={phone}>{texts.demoPhone}</a>}
      </p>
    </aside>
  );
}

function Hero({ texts, chat, calls }: { texts: Texts; chat: boolean; calls: boolean }) {
  return (
    <section class="hero">
      <div>
        <p class="kicker">{texts.kicker}</p>
        <h1>{texts.headline}</h1>
        <p class="lead">{texts.lead}</p>
        <p class="actions">
          <a class="solid" href="#fios">
            {texts.see}
          </a>
          {chat && (
            <a class="line" href="#contato" data-meada-open>
              {texts.ask}
            </a>
          )}
          {calls && (
            <a class="line" href="#contato" data-meada-call>
              {texts.callMe}
            </a>
          )}
        </p>
      </div>
      <HeroArt />
    </section>
  );
}

function Shelf({ texts, locale }: { texts: Texts; locale: ShopProps['locale'] }) {
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'BRL',
    currencyDisplay: 'narrowSymbol',
  });
  return (
    <section class="shelf" id="fios" aria-labelledby="fios-title">
      <h2 id="fios-title">{texts.now}</h2>
      <p class="lead">{texts.nowLead}</p>
      <ul>
        {products.map(({ id, price, per }) => (
          <li key={id}>
            <div class="picture">
              <ProductArt id={id} />
              {texts.tag[id] && <span class="tag">{texts.tag[id]}</span>}
            </div>
            <h3>{texts.products[id][0]}</h3>
            <p>{texts.products[id][1]}</p>
            <p class="price">
              <b>{money.format(price / 100)}</b> {texts.per[per]}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Help({ texts }: { texts: Texts }) {
  return (
    <section class="help" id="ajuda" aria-labelledby="ajuda-title">
      <div>
        <h2 id="ajuda-title">{texts.helpTitle}</h2>
        <p class="lead">{texts.helpLead}</p>
      </div>
      <ul>
        {texts.helps.map(([question, answer]) => (
          <li key={question}>
            <h3>{question}</h3>
            <p>{answer}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Visit({ texts, contacts }: { texts: Texts; contacts: ShopProps['contacts'] }) {
  return (
    <section class="visit" id="loja" aria-labelledby="loja-title">
      <div>
        <h2 id="loja-title">{texts.visitTitle}</h2>
        <address>{texts.street}</address>
        <p>{texts.streetHint}</p>
        <h3>{texts.hoursTitle}</h3>
        <table>
          <tbody>
            {texts.hours.map(([days, time]) => (
              <tr key={days}>
                <th scope="row">{days}</th>
                <td>{time}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div id="contato">
        <h2>{texts.contactTitle}</h2>
        <p>{texts.contactHint}</p>
        <Contacts contacts={contacts} />
      </div>
    </section>
  );
}
