import { Anchor } from '@mantine/core';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAction } from '../kit/CopyLine.tsx';
import classes from './inboxes.module.css';
import { type Block, blocks, type Inline } from './markdown.ts';

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
        <Anchor href={part.href} target="_blank" rel="noreferrer noopener" underline="always">
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

function Part({ block }: { block: Block }) {
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

type Props = { text: string; inbox: Inbox | null };

/** A channel's setup guide. Its first heading is dropped: it says what the page says. */
export function Guide({ text, inbox }: Props) {
  const read = blocks(filled(text, inbox, location.origin));
  const rest = read[0]?.kind === 'heading' && read[0].level === 1 ? read.slice(1) : read;
  return (
    <div className={classes.guide}>
      {rest.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a guide's parts never move
        <Part key={index} block={block} />
      ))}
    </div>
  );
}
