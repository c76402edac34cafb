import { Button, Loader } from '@mantine/core';
import type { Import } from '@meada/contract/routes/imports';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './imports.module.css';
import { keepImport } from './queries.ts';
import { sendList, UnreadList } from './upload.ts';

/** Where a list is dropped or chosen; what is wrong with it is said in a sentence. */
export function Drop({ onRead }: { onRead: (one: Import) => void }) {
  const { t } = useTranslation('imports');
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await sendList(file);
      keepImport(client, made);
      onRead(made);
    } catch (error) {
      const reason = error instanceof UnreadList ? error.problem : 'unknown';
      setProblem(t(`unread.${reason}`, { defaultValue: t('unread.unknown') }));
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      {busy ? <Loader size="sm" /> : <IconFileSpreadsheet size={30} stroke={1.4} aria-hidden />}
      <div>
        <b>{t(busy ? 'reading' : 'drop')}</b>
        <small>{t('formats')}</small>
      </div>
      <Button loading={busy} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('choose')}
        accept=".csv,.tsv,.txt,.xlsx,.vcf,.json,.jsonl,.ndjson,text/csv,text/vcard,application/json"
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      {problem ? (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}
