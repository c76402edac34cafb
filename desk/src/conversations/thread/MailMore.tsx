import type { Message } from '@meada/contract/routes/conversations';
import { IconMailOpened } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './thread.module.css';

const WholeMail = lazy(() => import('./WholeMail.tsx').then((file) => ({ default: file.WholeMail })));

/** The thread shows what was newly written; the whole letter is one click away. */
export function MailMore({ message }: { message: Message }) {
  const { t } = useTranslation('conversations');
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={classes.link} onClick={() => setOpen(true)}>
        <IconMailOpened size={14} aria-hidden /> {t('mail.open')}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <WholeMail id={message.id} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
