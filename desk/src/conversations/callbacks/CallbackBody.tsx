import type { Content } from '@meada/contract/content';
import { IconPhoneIncoming } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../thread/thread.module.css';
import { Words } from '../thread/Words.tsx';
import { promiseOf } from './callbacks.ts';

/** Somebody asks to be called: number and wish as they wrote them, and what the firm promised. */
export function CallbackBody({ content }: { content: Extract<Content, { kind: 'callback' }> }) {
  const { t, i18n } = useTranslation('conversations');
  const when = (at: string) => promiseOf(at, i18n.language);
  return (
    <>
      <div className={classes.card}>
        <IconPhoneIncoming size={20} aria-hidden />
        <span>
          <b>{t('callback.asked', { name: content.name })}</b>
          <small>
            <a href={`tel:${content.phone.replace(/[^\d+]/g, '')}`}>{content.phone}</a>
            {' · '}
            {content.from
              ? t('callback.from', { from: when(content.from), until: when(content.promisedAt) })
              : t('callback.soon', { until: when(content.promisedAt) })}
          </small>
        </span>
      </div>
      {content.text ? <Words text={content.text} /> : null}
    </>
  );
}
