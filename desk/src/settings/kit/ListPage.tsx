import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type Icon, IconPencil, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complainOf, say } from '../../ui/toast.ts';
import { type Question, useConfirm } from './confirm.tsx';
import classes from './kit.module.css';
import { Row, Rows } from './Rows.tsx';
import { Section } from './Section.tsx';

/** From this many on a list is searched rather than read. */
const searchedFrom = 9;

export type ListForm<T> = ComponentType<{ item: T | null; onClose(): void }>;
export type ListPageProps<T> = {
  /** Name of the page: its texts stand under `list` (`add`, `delete`, `deleteTitle`, `deleteText`, `deleted`, `none`). */
  page: string;
  icon: Icon;
  list: { data: T[] | undefined; error: unknown; refetch(): unknown };
  /** Whether the person may make, change and delete. */
  manages: boolean;
  nameOf(item: T): string;
  /** What a search looks through; the name unless told. */
  wordsOf?(item: T): string;
  /** Whether this one may be changed by who manages at all; all of them unless told. */
  mayChange?(item: T): boolean;
  /** How an item looks; the name is its title unless told. */
  row(item: T): { start?: ReactNode; title?: ReactNode; text?: ReactNode; more?: ReactNode };
  /** The dialog for an item, or for a new one. */
  form: ListForm<T>;
  /** Answers why it could not be, if the server refused it for a reason worth telling. */
  remove(item: T): Promise<string | undefined>;
  /** What deleting this one means, where it depends on it. */
  meaning?(item: T): ReactNode;
  /** Why this one cannot be deleted, if so. */
  kept?(item: T): string | null;
};

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

type ActionsProps = { name: string; page: string; onEdit(): void; onDelete(): void };
function Actions({ name, page, onEdit, onDelete }: ActionsProps) {
  const { t } = useTranslation('settings');
  return (
    <>
      <Button
        variant="default"
        size="xs"
        className={classes.edit}
        onClick={onEdit}
        aria-label={`${t('kit.edit')}: ${name}`}
      >
        <IconPencil size={17} aria-hidden />
        <span className={classes.editText}>{t('kit.edit')}</span>
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="var(--ink-soft)"
        size="lg"
        onClick={onDelete}
        title={t(`list.${page}.delete`)}
        aria-label={`${t(`list.${page}.delete`)}: ${name}`}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </>
  );
}

/** Deleting asks first, and says plainly why when it cannot be. */
function useRemoval<T>({ page, nameOf, remove, meaning, kept }: ListPageProps<T>) {
  const { t } = useTranslation('settings');
  const { ask, dialog } = useConfirm();
  const start = (item: T) => {
    const reason = kept?.(item);
    if (reason) ask({ title: t(`list.${page}.keptTitle`, { name: nameOf(item) }), text: reason });
    else ask(removal(item));
  };
  const removal = (item: T): Question => ({
    title: t(`list.${page}.deleteTitle`, { name: nameOf(item) }),
    text: meaning?.(item) ?? t(`list.${page}.deleteText`),
    action: t(`list.${page}.delete`),
    danger: true,
    act: async () => {
      const refusal = await remove(item);
      if (refusal) complainOf(refusal);
      else say(t(`list.${page}.deleted`));
    },
  });
  return { start, dialog };
}

type ListProps<T> = { items: T[]; own: ListPageProps<T>; onEdit(item: T): void; onDelete(item: T): void };
function List<T extends { id: string }>({ items, own, onEdit, onDelete }: ListProps<T>) {
  const { t } = useTranslation('settings');
  const [words, setWords] = useState('');
  const found = items.filter((item) => fold((own.wordsOf ?? own.nameOf)(item)).includes(fold(words.trim())));
  return (
    <Section>
      {items.length >= searchedFrom ? (
        <TextInput
          mb="md"
          maw={360}
          leftSection={<IconSearch size={17} />}
          placeholder={t('kit.search')}
          aria-label={t('kit.search')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      ) : null}
      <Rows label={t(`page.${own.page}`)}>
        {found.map((item) => {
          const { start, title, text, more } = own.row(item);
          const name = own.nameOf(item);
          const actions =
            own.manages && (own.mayChange?.(item) ?? true) ? (
              <Actions
                name={name}
                page={own.page}
                onEdit={() => onEdit(item)}
                onDelete={() => onDelete(item)}
              />
            ) : null;
          return (
            <Row key={item.id} start={start} title={title ?? name} text={text} end={actions}>
              {more}
            </Row>
          );
        })}
      </Rows>
      {found.length === 0 ? <p className={classes.nothing}>{t('kit.nothing')}</p> : null}
    </Section>
  );
}

/** A page that is one list of things with a name: shown, made and changed in a dialog, deleted after a question. */
export function ListPage<T extends { id: string }>(own: ListPageProps<T>) {
  const { t } = useTranslation('settings');
  const { page, icon, list, manages, form: Form } = own;
  const { data, error, refetch } = list;
  const [edited, setEdited] = useState<T | 'new' | null>(null);
  const { start, dialog } = useRemoval(own);
  const add = manages ? (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t(`list.${page}.add`)}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t(`page.${page}`)} text={t(`list.${page}.text`)}>
        {data?.length ? add : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={4} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={icon} title={t(`list.${page}.none.title`)} text={t(`list.${page}.none.text`)}>
          {add}
        </EmptyState>
      ) : null}
      {data?.length ? <List<T> items={data} own={own} onEdit={setEdited} onDelete={start} /> : null}
      {edited ? <Form item={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
      {dialog}
    </>
  );
}
