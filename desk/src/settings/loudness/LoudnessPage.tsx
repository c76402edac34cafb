import { ActionIcon, Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { OwnWord } from '@meada/contract/public';
import { putLoudWords, readLoudWords, tryLoudness } from '@meada/contract/routes/loudness';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import classes from '../../conversations/loudness/loudness.module.css';
import { reasonText } from '../../conversations/loudness/reason.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';

const queryKey = ['loudness', 'words'];
type Line = OwnWord & { key: string };
const withKey = (item: OwnWord): Line => ({ ...item, key: crypto.randomUUID() });
const isWord = (word: string): boolean => /^[\p{L}\p{M}\p{N} .'’-]{2,60}\*?$/u.test(word.trim());

/** The firm's own words, each with its points. */
function Words({ items }: { items: readonly OwnWord[] }) {
  const { t } = useTranslation(['loudness', 'common']);
  const client = useQueryClient();
  const [lines, setLines] = useState(() => items.map(withKey));
  const change = (key: string, some: Partial<OwnWord>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...some } : line)));
  const save = useMutation({
    mutationFn: () =>
      call(putLoudWords, {
        body: { items: lines.map(({ word, points }) => ({ word: word.trim(), points })) },
      }),
    onSuccess: (saved) => {
      client.setQueryData(queryKey, saved);
      say(t('saved'));
    },
    onError: complain,
  });
  return (
    <Stack gap="md">
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noWords')}
        </Text>
      ) : (
        <table className={classes.words}>
          <thead>
            <tr>
              <th scope="col">{t('word')}</th>
              <th scope="col" className={classes.points}>
                {t('points')}
              </th>
              <th className={classes.last} aria-hidden />
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <TextInput
                    aria-label={t('word')}
                    value={line.word}
                    maxLength={60}
                    error={line.word !== '' && !isWord(line.word) ? t('wordProblem') : null}
                    onChange={({ target }) => change(line.key, { word: target.value })}
                  />
                </td>
                <td>
                  <NumberInput
                    aria-label={t('points')}
                    value={line.points}
                    min={-40}
                    max={40}
                    allowDecimal={false}
                    onChange={(points) => change(line.key, { points: Number(points) || 0 })}
                  />
                </td>
                <td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={t('drop', { word: line.word })}
                    onClick={() => setLines((all) => all.filter(({ key }) => key !== line.key))}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={lines.length >= 200}
          onClick={() => setLines((all) => [...all, withKey({ word: '', points: 20 })])}
        >
          {t('add')}
        </Button>
        <Button
          onClick={() => save.mutate()}
          loading={save.isPending}
          disabled={!lines.every(({ word }) => isWord(word))}
        >
          {t('common:save')}
        </Button>
      </Group>
    </Stack>
  );
}

/** A text to see how loud it would be. */
function Attempt() {
  const { t } = useTranslation('loudness');
  const { t: said, i18n } = useTranslation('conversations');
  const [text, setText] = useState('');
  const attempt = useMutation({
    mutationFn: () => call(tryLoudness, { body: { text } }),
    onError: complain,
  });
  return (
    <Stack gap="sm">
      <Textarea
        label={t('try.label')}
        placeholder={t('try.placeholder')}
        value={text}
        maxLength={5000}
        autosize
        minRows={2}
        onChange={({ target }) => setText(target.value)}
      />
      <Group>
        <Button
          variant="default"
          onClick={() => attempt.mutate()}
          loading={attempt.isPending}
          disabled={!text.trim()}
        >
          {t('try.do')}
        </Button>
      </Group>
      {attempt.data ? (
        <div role="status">
          <Text fw={600}>{said('loud.label', { points: attempt.data.points })}</Text>
          {attempt.data.reasons.length === 0 ? <Text size="sm">{t('nothing')}</Text> : null}
          <ul className={classes.reasons}>
            {attempt.data.reasons.map((reason) => (
              <li key={reason.code}>
                <span>{reasonText(said, reason, i18n.language)}</span>
                <b>{reason.points > 0 ? `+${reason.points}` : reason.points}</b>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Stack>
  );
}

/** What makes matters loud, with the firm's own words. */
export function LoudnessPage() {
  const { t } = useTranslation('loudness');
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(readLoudWords, undefined, { signal }),
  });
  return (
    <>
      <PageHeader title={t('title')} text={t('text')} />
      <Section title={t('words')} text={t('wordsText')}>
        {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
        {!data && !error ? <ListLoading rows={3} /> : null}
        {data ? <Words items={data.items} /> : null}
      </Section>
      <Section title={t('try.title')} text={t('try.text')}>
        <Attempt />
      </Section>
    </>
  );
}
