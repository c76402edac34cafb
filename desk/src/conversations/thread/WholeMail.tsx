import { Button, Modal, SegmentedControl } from '@mantine/core';
import { readBody } from '@meada/contract/routes/messages';
import { IconPhotoShield } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { mailDocument } from './mail-document.ts';
import classes from './thread.module.css';

/** A whole letter as it came: in a frame without scripts and without our origin; nothing is loaded until asked. */
export function WholeMail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('conversations');
  const [images, setImages] = useState<'block' | 'show'>('block');
  const [form, setForm] = useState('html');
  const body = useQuery({
    queryKey: ['body', id, images],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(readBody, { params: { id }, query: { images } }, { signal }),
  });
  const html = body.data?.html ?? null;
  const asText = html === null || form === 'text';
  return (
    <Modal opened onClose={onClose} size="min(900px, 100%)" title={t('mail.title')}>
      {body.isPending ? <ListLoading rows={4} /> : null}
      {body.isError ? <ErrorState error={body.error} onRetry={() => body.refetch()} /> : null}
      {body.data ? (
        <>
          <div className={classes.mailBar}>
            {html !== null && body.data.text !== null ? (
              <SegmentedControl
                size="xs"
                value={form}
                onChange={setForm}
                data={[
                  { value: 'html', label: t('mail.html') },
                  { value: 'text', label: t('mail.text') },
                ]}
              />
            ) : null}
            {body.data.blocked > 0 && !asText ? (
              <Button
                size="xs"
                variant="light"
                leftSection={<IconPhotoShield size={16} />}
                onClick={() => setImages('show')}
              >
                {t('mail.images', { count: body.data.blocked })}
              </Button>
            ) : null}
          </div>
          {asText ? (
            <pre className={classes.mailText}>{body.data.text ?? t('mail.empty')}</pre>
          ) : (
            <iframe
              className={classes.mail}
              title={t('mail.title')}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              referrerPolicy="no-referrer"
              srcDoc={mailDocument(html, images === 'show', location.origin)}
            />
          )}
        </>
      ) : null}
    </Modal>
  );
}
