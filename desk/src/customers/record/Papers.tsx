import { ActionIcon, Button, FileButton, Menu, Select, Text, TextInput } from '@mantine/core';
import {
  addCustomerFile,
  addDocument,
  type CustomerFile,
  type CustomerRecord,
  changeRecord,
  type DocumentKind,
  dropCustomerFile,
  dropDocument,
} from '@meada/contract/routes/record';
import { IconDots, IconFileText, IconId, IconUpload, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { upload } from '../../api/upload.ts';
import { useConfirm } from '../../settings/kit/confirm.tsx';
import { FormDialog } from '../../settings/kit/Dialog.tsx';
import { useSavedForm } from '../../settings/kit/form.tsx';
import { Section } from '../../settings/kit/Section.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { complain } from '../../ui/toast.ts';
import { keepRecord, renew } from './queries.ts';
import classes from './record.module.css';

const kinds: DocumentKind[] = [
  'rg',
  'cnh',
  'passport',
  'rne',
  'state_registration',
  'city_registration',
  'other',
];
const blank = { kind: 'rg' as DocumentKind, number: '', issuer: '' };

function DocumentDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('record');
  const saved = useSavedForm({
    values: blank,
    done: t('saved'),
    save: async (body) => {
      keepRecord(await call(addDocument, { params: { id }, body }));
      onClose();
    },
  });
  const { register, setValue, watch, formState } = saved.form;
  return (
    <FormDialog opened onClose={onClose} title={t('papers.addDocument')} saved={saved} action={t('save')}>
      <Select
        label={t('papers.kind')}
        allowDeselect={false}
        value={watch('kind')}
        onChange={(kind) => setValue('kind', kind as DocumentKind, { shouldDirty: true })}
        data={kinds.map((one) => ({ value: one, label: t(`papers.${one}`) }))}
      />
      <TextInput
        mt="md"
        label={t('papers.number')}
        required
        withAsterisk
        data-autofocus
        maxLength={40}
        error={formState.errors.number?.message}
        {...register('number', { required: t('required') })}
      />
      <TextInput mt="md" label={t('papers.issuer')} maxLength={80} {...register('issuer')} />
    </FormDialog>
  );
}

type FileProps = { record: CustomerRecord; file: CustomerFile; may: boolean };

function FileRow({ record, file, may }: FileProps) {
  const { t } = useTranslation('record');
  const { ask, dialog } = useConfirm();
  const picture = useMutation({
    mutationFn: () => call(changeRecord, { params: { id: record.id }, body: { pictureId: file.id } }),
    onSuccess: (fresh) => {
      keepRecord(fresh);
      return renew(record.id);
    },
    onError: complain,
  });
  const drop = () =>
    ask({
      title: t('papers.dropTitle'),
      text: file.name,
      action: t('papers.drop'),
      danger: true,
      act: async () => {
        await call(dropCustomerFile, { params: { id: record.id, fileId: file.id } });
        await renew(record.id);
      },
    });
  return (
    <li className={classes.item}>
      {file.thumbnailUrl ? (
        <img className={classes.thumb} src={file.thumbnailUrl} alt="" />
      ) : (
        <IconFileText size={20} stroke={1.5} aria-hidden />
      )}
      <div className={classes.itemText}>
        <a href={file.url} target="_blank" rel="noreferrer">
          {file.name}
        </a>
        <small>
          {file.addedBy.name ? `${file.addedBy.name} · ` : ''}
          <RelativeTime at={file.createdAt} />
        </small>
      </div>
      {may ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('papers.more')}: ${file.name}`}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {file.thumbnailUrl ? (
              <Menu.Item onClick={() => picture.mutate()}>{t('papers.asPicture')}</Menu.Item>
            ) : null}
            <Menu.Item color="red" onClick={drop}>
              {t('papers.drop')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {dialog}
    </li>
  );
}

/** Documents and files kept with the customer. */
export function Papers({ record }: { record: CustomerRecord }) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const [adding, setAdding] = useState(false);
  const add = useMutation({
    mutationFn: async (file: File) => {
      const { id: attachmentId } = await upload({
        file,
        voice: false,
        onProgress: () => {},
        signal: new AbortController().signal,
      });
      return call(addCustomerFile, { params: { id: record.id }, body: { attachmentId } });
    },
    onSuccess: () => renew(record.id),
    onError: complain,
  });
  const dropOne = useMutation({
    mutationFn: (documentId: string) => call(dropDocument, { params: { id: record.id, documentId } }),
    onSuccess: keepRecord,
    onError: complain,
  });
  const empty = record.documents.length === 0 && record.files.length === 0;
  return (
    <Section
      title={t('papers.title')}
      actions={
        may ? (
          <span style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            <Button variant="light" size="xs" onClick={() => setAdding(true)}>
              {t('papers.document')}
            </Button>
            <FileButton onChange={(file) => file && add.mutate(file)}>
              {(props) => (
                <Button
                  {...props}
                  variant="light"
                  size="xs"
                  leftSection={<IconUpload size={15} />}
                  loading={add.isPending}
                >
                  {t('papers.file')}
                </Button>
              )}
            </FileButton>
          </span>
        ) : null
      }
    >
      {empty ? (
        <Text size="sm" c="dimmed">
          {t('papers.none')}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {record.documents.map((one) => (
          <li key={one.id} className={classes.item}>
            <IconId size={20} stroke={1.5} aria-hidden />
            <div className={classes.itemText}>
              <b>{t(`papers.${one.kind}`)}</b> {one.number}
              {one.issuer ? <small>{one.issuer}</small> : null}
            </div>
            {may ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t('papers.drop')}: ${one.number}`}
                onClick={() => dropOne.mutate(one.id)}
              >
                <IconX size={16} />
              </ActionIcon>
            ) : null}
          </li>
        ))}
        {record.files.map((file) => (
          <FileRow key={file.id} record={record} file={file} may={may} />
        ))}
      </ul>
      {adding ? <DocumentDialog id={record.id} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
