import { Button, Textarea, TextInput } from '@mantine/core';
import { changeSegment, createSegment, dropSegment, type Segment } from '@meada/contract/routes/segments';
import type { SegmentGroup } from '@meada/contract/segments';
import { IconChevronLeft, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { codeOf } from '../api/problem.ts';
import { useConfirm } from '../settings/kit/confirm.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { complain, say } from '../ui/toast.ts';
import { Found } from './Found.tsx';
import { Group } from './Group.tsx';
import { finished, kindsQuery, segmentQuery, type Tree } from './queries.ts';
import classes from './segments.module.css';
import { isComplete, type Kinds, useSegmentWords } from './words.ts';

const allOf = (group: SegmentGroup): number =>
  group.of.reduce((sum, node) => sum + ('match' in node ? allOf(node) : 1), 0);

function Form({ segment, kinds }: { segment: Segment | null; kinds: Kinds }) {
  const { t } = useTranslation('segments');
  const client = useQueryClient();
  const navigate = useNavigate();
  const words = useSegmentWords();
  const { ask, dialog } = useConfirm();
  const [name, setName] = useState(segment?.name ?? '');
  const [description, setDescription] = useState(segment?.description ?? '');
  const [nameError, setNameError] = useState<string>();
  const [tree, setTree] = useState<SegmentGroup>(segment?.conditions ?? { match: 'all', of: [] });
  const whole = finished(tree, (leaf) => isComplete(kinds, leaf));
  const unfinished = allOf(tree) > allOf(whole);
  const save = useMutation({
    mutationFn: () => {
      const body = { name, description, conditions: whole as Tree };
      return segment
        ? call(changeSegment, { params: { id: segment.id }, body })
        : call(createSegment, { body });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: keys.segments });
      say(t('saved'));
      await navigate({ to: '/segments/$', params: { _splat: segment ? '' : saved.id } });
    },
    onError: (error) => (codeOf(error) === 'conflict' ? setNameError(t('nameTaken')) : complain(error)),
  });
  const drop = () =>
    segment &&
    ask({
      title: t('drop.title'),
      text: t('drop.text'),
      action: t('drop.action'),
      danger: true,
      act: async () => {
        await call(dropSegment, { params: { id: segment.id } });
        await client.invalidateQueries({ queryKey: keys.segments });
        await navigate({ to: '/segments/$', params: { _splat: '' } });
      },
    });
  return (
    <div className={classes.editor}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') setNameError(t('required'));
          else save.mutate();
        }}
      >
        <TextInput
          label={t('name')}
          withAsterisk
          maxLength={80}
          error={nameError}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setNameError(undefined);
          }}
        />
        <Textarea
          label={t('description')}
          autosize
          minRows={1}
          maxLength={500}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <p className={classes.sentence}>
          <strong>{t('sentence')}</strong> {words.sentence(kinds, whole)}.
        </p>
        <Group group={tree} kinds={kinds} depth={1} onChange={setTree} />
        {unfinished ? <p className={classes.soft}>{t('unfinished')}</p> : null}
        <div className={classes.actions}>
          {segment ? (
            <Button variant="subtle" color="red" leftSection={<IconTrash size={16} />} onClick={drop}>
              {t('drop.action')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </div>
        {dialog}
      </form>
      <Found conditions={whole} />
    </div>
  );
}

/** Makes or changes a segment; how many it finds is said while it is written. */
export function Editor({ id }: { id: string | null }) {
  const { t } = useTranslation('segments');
  const kinds = useQuery(kindsQuery);
  const segment = useQuery({ ...segmentQuery(id ?? ''), enabled: id !== null });
  const error = kinds.error ?? segment.error;
  return (
    <div className={classes.page}>
      <Link to="/segments/$" params={{ _splat: '' }} className={classes.back}>
        <IconChevronLeft size={18} aria-hidden />
        {t('title')}
      </Link>
      <h1 className={classes.heading}>{id ? (segment.data?.name ?? '…') : t('new')}</h1>
      {error ? <ErrorState error={error} onRetry={() => segment.refetch()} /> : null}
      {!error && (!kinds.data || (id && !segment.data)) ? <ListLoading rows={5} /> : null}
      {kinds.data && (!id || segment.data) ? (
        <Form key={id} segment={segment.data ?? null} kinds={kinds.data} />
      ) : null}
    </div>
  );
}
