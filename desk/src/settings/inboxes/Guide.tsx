import { Anchor } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { createContext, Fragment, type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAction } from '../kit/CopyLine.tsx';
import classes from './inboxes.module.css';
import { type Block, blocks, type Inline } from './markdown.ts';

/** Whose guide it is: its pictures lie in that channel's folder. */
const Channel = createContext('');

const inlineAs: Record<Exclude<Inline['kind'], 'link'>, (text: string) => ReactNode> = {
  text: (text) => text,
  strong: (text) => <strong>{text}</strong>,
  em: (text) => <em>{text}</em>,
  code: (text) => <code>{text}</code>,
};

function Words({ parts }: { parts: Inline[] }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
    <Fragment key={index}>
      {part.kind === 'link' ? (
        <Anchor inherit href={part.href} target="_blank" rel="noreferrer noopener" underline="always">
          {part.text}
        </Anchor>
      ) : (
        inlineAs[part.kind](part.text)
      )}
    </Fragment>
  ));
}

function Code({ code }: { code: string }) {
  const { t } = useTranslation('settings');
  return (
    <div className={classes.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll and must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <CopyAction value={code} label={t('kit.copy')} />
    </div>
  );
}

/** A picture of the guide: it opens in full beside the page. */
function Picture({ block }: { block: Block & { kind: 'picture' } }) {
  const { t } = useTranslation('settings');
  const channel = useContext(Channel);
  if (!channel) return <p>{block.alt}</p>;
  const address = `/api/channels/${channel}/pictures/${block.name}`;
  return (
    <figure className={classes.picture}>
      <a href={address} target="_blank" rel="noreferrer" title={t('inbox.enlarge')}>
        <img
          src={address}
          alt={block.alt}
          width={block.width}
          height={block.height}
          loading="lazy"
          decoding="async"
        />
      </a>
      {block.caption ? <figcaption>{block.caption}</figcaption> : null}
    </figure>
  );
}

function Table({ block }: { block: Block & { kind: 'table' } }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls and must be reachable by keyboard
    <div className={classes.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {block.head.map((cell, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
              <th key={place} scope="col">
                <Words parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((cells, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
            <tr key={index}>
              {cells.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
                <td key={place}>
                  <Words parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Part({ block }: { block: Block }) {
  if (block.kind === 'picture') return <Picture block={block} />;
  if (block.kind === 'table') return <Table block={block} />;
  if (block.kind === 'code') return <Code code={block.code} />;
  if (block.kind === 'paragraph')
    return (
      <p>
        <Words parts={block.text} />
      </p>
    );
  if (block.kind === 'heading')
    return (
      <h3>
        <Words parts={block.text} />
      </h3>
    );
  const List = block.ordered ? 'ol' : 'ul';
  return (
    <List start={block.ordered ? block.start : undefined}>
      {block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
        <li key={index}>
          {item.map((inner, place) =>
            inner.kind === 'paragraph' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
              <Words key={place} parts={inner.text} />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
              <Part key={place} block={inner} />
            ),
          )}
        </li>
      ))}
    </List>
  );
}

/** What a guide may leave open, filled in from the inbox: `{{address}}` of this installation, `{{key}}`, `{{webhook}}`. */
export function filled(
  guide: string,
  inbox: Pick<Inbox, 'publicKey' | 'webhookUrl'> | null,
  address: string,
): string {
  const known: Record<string, string | null | undefined> = {
    address,
    key: inbox?.publicKey,
    webhook: inbox?.webhookUrl,
  };
  return guide.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    name in known ? (known[name] ?? '…') : whole,
  );
}

/** Without a channel (a playbook) there are no pictures to show. */
type Props = { channel?: string; text: string; inbox: Inbox | null };

/** A channel's setup guide. Its first heading is dropped: it says what the page says. */
export function Guide({ channel = '', text, inbox }: Props) {
  const read = blocks(filled(text, inbox, location.origin));
  const rest = read[0]?.kind === 'heading' && read[0].level === 1 ? read.slice(1) : read;
  return (
    <Channel value={channel}>
      <div className={classes.guide}>
        {rest.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
          <Part key={index} block={block} />
        ))}
      </div>
    </Channel>
  );
}
