import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';

const TemplateDialog = lazy(() =>
  import('./TemplateDialog.tsx').then((file) => ({ default: file.TemplateDialog })),
);

/** The way out of a closed window: a text the platform has approved. */
export function TemplateButton({ conversation, leg }: { conversation: Conversation; leg: Leg }) {
  const { t } = useTranslation('conversations');
  const [open, setOpen] = useState(false);
  return (
    <>
      {' '}
      <button type="button" className={classes.template} onClick={() => setOpen(true)}>
        {t('template.send')}
      </button>
      <Suspense fallback={null}>
        {open ? (
          <TemplateDialog conversation={conversation} leg={leg} onClose={() => setOpen(false)} />
        ) : null}
      </Suspense>
    </>
  );
}
