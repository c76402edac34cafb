import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { SavedFilters, SavedView } from '@meada/contract/routes/saved-views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { useMay } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { dropView, isSame, saveView } from './saved.ts';

type Props = { view: SavedView | null; now: SavedFilters; onClose: () => void };

/** Name of a view, who sees it, and whether it takes the filters of now. */
export function SavedViewDialog({ view, now, onClose }: Props) {
  const { t } = useTranslation('views');
  const client = useQueryClient();
  const mayShare = useMay('conversations.manage');
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [renew, setRenew] = useState(false);
  const over = (words: string) => {
    void client.invalidateQueries({ queryKey: keys.savedViews });
    say(words);
    onClose();
  };
  const onError = (error: unknown) => (codeOf(error) === 'conflict' ? say(t('full')) : complain(error));
  const save = useMutation({
    mutationFn: () =>
      saveView(view?.id ?? null, { name, shared, filters: view && !renew ? view.filters : now }),
    onSuccess: () => over(t('saved')),
    onError,
  });
  const drop = useMutation({
    mutationFn: (id: string) => dropView(id),
    onSuccess: () => over(t('deleted')),
    onError,
  });
  return (
    <Modal opened onClose={onClose} title={t(view ? 'changeTitle' : 'saveTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('name')}
            placeholder={t('nameHint')}
            value={name}
            maxLength={60}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {view && !isSame(view.filters, now) ? (
            <Checkbox
              label={t('renew')}
              checked={renew}
              onChange={(event) => setRenew(event.currentTarget.checked)}
            />
          ) : null}
          {mayShare ? (
            <Checkbox
              label={t('share')}
              description={t('shareText')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          ) : null}
          <Group justify="space-between">
            {view ? (
              <Button
                color="red"
                variant="subtle"
                loading={drop.isPending}
                onClick={() => drop.mutate(view.id)}
              >
                {t('delete')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>
                {t('common:cancel')}
              </Button>
              <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
                {t('common:save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
