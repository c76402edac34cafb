import { CloseButton } from '@mantine/core';
import { IconFileText, IconMicrophone, IconReload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { shareOf } from '../../ui/share.ts';
import { sizeOf } from '../thread/size.ts';
import classes from './composer.module.css';
import type { Upload, useUploads } from './useUploads.ts';

function One({ one, uploads }: { one: Upload; uploads: ReturnType<typeof useUploads> }) {
  const { t, i18n } = useTranslation('conversations');
  return (
    <li className={classes.upload} data-failed={one.code ? true : undefined}>
      {one.preview ? (
        <img src={one.preview} alt="" />
      ) : one.voice ? (
        <IconMicrophone size={20} aria-hidden />
      ) : (
        <IconFileText size={20} aria-hidden />
      )}
      <span>
        <b>{one.voice ? t('voice.note') : one.file.name}</b>
        <small role="status">
          {one.code
            ? t(`common:problem.${one.code}`)
            : one.attachment
              ? sizeOf(one.attachment.size, i18n.language)
              : shareOf(one.share, i18n.language)}
        </small>
      </span>
      {one.code ? (
        <button
          type="button"
          className={classes.again}
          onClick={() => uploads.again(one)}
          aria-label={t('common:retry')}
        >
          <IconReload size={16} />
        </button>
      ) : null}
      <CloseButton
        size="sm"
        aria-label={t('file.remove', { name: one.file.name })}
        onClick={() => uploads.remove(one.key)}
      />
      {one.attachment || one.code ? null : (
        <progress value={one.share} max={1} aria-label={t('file.progress', { name: one.file.name })} />
      )}
    </li>
  );
}

/** Files added to the message, with their progress. */
export function UploadList({ uploads }: { uploads: ReturnType<typeof useUploads> }) {
  if (uploads.list.length === 0) return null;
  return (
    <ul className={classes.uploads}>
      {uploads.list.map((one) => (
        <One key={one.key} one={one} uploads={uploads} />
      ))}
    </ul>
  );
}
