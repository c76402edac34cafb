import type { Attachment } from '@meada/contract/content';
import { IconDownload, IconFileText, IconPhotoOff } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AudioPlayer } from './AudioPlayer.tsx';
import { sizeOf } from './size.ts';
import classes from './thread.module.css';

const Lightbox = lazy(() => import('./Lightbox.tsx').then((file) => ({ default: file.Lightbox })));

function Picture({ file, onOpen }: { file: Attachment; onOpen: () => void }) {
  const { t } = useTranslation('conversations');
  const [broken, setBroken] = useState(false);
  const ratio = file.width && file.height ? file.width / file.height : 4 / 3;
  return (
    <button
      type="button"
      className={classes.picture}
      data-sticker={file.kind === 'sticker' || undefined}
      onClick={onOpen}
      style={{ aspectRatio: ratio }}
      aria-label={t('file.open', { name: file.name })}
    >
      {broken ? (
        <IconPhotoOff size={26} aria-hidden />
      ) : (
        <img
          src={file.thumbnailUrl ?? file.url}
          alt={file.name}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      )}
    </button>
  );
}

function Document({ file }: { file: Attachment }) {
  const { i18n } = useTranslation();
  return (
    <a
      className={classes.card}
      href={file.url}
      download={file.name}
      rel="noopener noreferrer"
      target="_blank"
    >
      <IconFileText size={22} aria-hidden />
      <span>
        <b>{file.name}</b>
        <small>
          {file.name.split('.').at(-1)?.toUpperCase().slice(0, 5)} · {sizeOf(file.size, i18n.language)}
        </small>
      </span>
      <IconDownload size={16} aria-hidden />
    </a>
  );
}

function One({ file }: { file: Attachment }) {
  const { t } = useTranslation('conversations');
  if (file.state !== 'ready')
    return (
      <span className={classes.place}>
        {t(file.state === 'pending' ? 'file.pending' : 'file.failed', { name: file.name })}
      </span>
    );
  if (file.kind === 'audio' || file.kind === 'voice') return <AudioPlayer file={file} />;
  if (file.kind === 'video') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what customers send has no captions
      <video
        className={classes.video}
        src={file.url}
        poster={file.thumbnailUrl ?? undefined}
        controls
        preload="metadata"
        aria-label={file.name}
      />
    );
  }
  return <Document file={file} />;
}

/** The files of a message: pictures together, then players and documents. Inline pictures of a mail stay in the mail. */
export function Attachments({ list }: { list: readonly Attachment[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const shown = list.filter((file) => !file.inline);
  const pictures = shown.filter(
    (file) => file.state === 'ready' && (file.kind === 'image' || file.kind === 'sticker'),
  );
  const others = shown.filter((file) => !pictures.includes(file));
  if (shown.length === 0) return null;
  return (
    <div className={classes.files}>
      {pictures.length > 0 ? (
        <div className={classes.pictures} data-count={Math.min(pictures.length, 4)}>
          {pictures.map((file, index) => (
            <Picture key={file.id} file={file} onOpen={() => setOpen(index)} />
          ))}
        </div>
      ) : null}
      {others.map((file) => (
        <One key={file.id} file={file} />
      ))}
      {open === null ? null : (
        <Suspense fallback={null}>
          <Lightbox files={pictures} start={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
