import { Button, Menu, MultiSelect, TextInput } from '@mantine/core';
import type { Macro, MacroAction } from '@meada/contract/macros';
import { changeMacro, createMacro } from '@meada/contract/routes/macros';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useInboxRefs, useMay } from '../../api/queries.ts';
import { actionIcons } from '../../conversations/macros/Step.tsx';
import { complain, say } from '../../ui/toast.ts';
import { ShownToFields } from '../canned/ShownTo.tsx';
import { EntryDialog } from '../kit/Dialog.tsx';
import { refresh } from '../queries.ts';
import { ActionRow } from './ActionRow.tsx';
import { actionKinds, type Begun, begin, isWhole } from './actions.ts';
import classes from './macros.module.css';

const most = 20;

function AddAction({ onAdd }: { onAdd(begun: Begun): void }) {
  const { t } = useTranslation('macros');
  return (
    <Menu shadow="md" position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} />}>
          {t('form.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actionKinds.map((kind) => {
          const Icon = actionIcons[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={17} />} onClick={() => onAdd(begin(kind))}>
              {t(`kind.${kind}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A macro: its name, its actions in order, where it is offered and who sees it. */
export function MacroDialog({ item: macro, onClose }: { item: Macro | null; onClose(): void }) {
  const { t } = useTranslation(['macros', 'settings', 'canned']);
  const client = useQueryClient();
  const manages = useMay('canned.manage');
  const inboxes = useInboxRefs();
  const [entered, setEntered] = useState(() => ({
    name: macro?.name ?? '',
    folder: macro?.folder ?? '',
    shownTo: macro?.shownTo ?? (manages ? ('all' as const) : ('own' as const)),
    teamIds: macro?.teamIds ?? [],
    inboxIds: macro?.inboxIds ?? [],
  }));
  const [actions, setActions] = useState<Begun[]>(
    () => macro?.actions.map((action) => ({ key: crypto.randomUUID(), action })) ?? [],
  );
  const [tried, setTried] = useState(false);
  const change = (some: Partial<typeof entered>) => setEntered((now) => ({ ...now, ...some }));
  const complete =
    entered.name.trim() !== '' &&
    actions.length > 0 &&
    actions.every(({ action }) => isWhole(action)) &&
    (entered.shownTo !== 'teams' || entered.teamIds.length > 0);
  const save = useMutation({
    mutationFn: () => {
      const body = { ...entered, actions: actions.map(({ action }) => action) };
      return macro ? call(changeMacro, { params: { id: macro.id }, body }) : call(createMacro, { body });
    },
    onSuccess: async () => {
      await refresh(keys.macros);
      say(t('settings:kit.saved'));
      onClose();
    },
    onError: complain,
  });
  const set = (key: string, action: MacroAction) =>
    setActions((all) => all.map((one) => (one.key === key ? { key, action } : one)));
  const move = (at: number, step: number) =>
    setActions((all) => {
      const [moved] = all.slice(at, at + 1);
      return moved ? all.toSpliced(at, 1).toSpliced(at + step, 0, moved) : all;
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (complete && !save.isPending) save.mutate();
  };
  const folders = client.getQueryData<Macro[]>(keys.macros)?.map((one) => one.folder) ?? [];
  return (
    <EntryDialog
      opened
      onClose={onClose}
      title={t(macro ? 'form.change' : 'settings:list.macros.add')}
      size="xl"
      action={t('common:save')}
      busy={save.isPending}
      written
      onSubmit={submit}
    >
      <TextInput
        label={t('form.name')}
        placeholder={t('form.nameHint')}
        required
        withAsterisk
        data-autofocus
        maxLength={80}
        error={tried && entered.name.trim() === '' ? t('settings:fieldProblem.required') : undefined}
        value={entered.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <h3 className={classes.title}>{t('form.actions')}</h3>
      <ol className={classes.actions}>
        {actions.map(({ key, action }, index) => (
          <ActionRow
            key={key}
            action={action}
            number={index + 1}
            last={index === actions.length - 1}
            tried={tried}
            onChange={(next) => set(key, next)}
            onMove={(step) => move(index, step)}
            onRemove={() => setActions((all) => all.filter((one) => one.key !== key))}
          />
        ))}
      </ol>
      {tried && actions.length === 0 ? (
        <p className={classes.wrong} role="alert">
          {t('form.empty')}
        </p>
      ) : null}
      {actions.length < most ? <AddAction onAdd={(begun) => setActions((all) => [...all, begun])} /> : null}
      <MultiSelect
        mt="lg"
        label={t('form.inboxes')}
        description={t('form.inboxesHelp')}
        placeholder={entered.inboxIds.length === 0 ? t('form.anyInbox') : undefined}
        searchable
        data={inboxes.map(({ id, name }) => ({ value: id, label: name }))}
        value={entered.inboxIds}
        onChange={(inboxIds) => change({ inboxIds })}
      />
      <ShownToFields value={entered} folders={folders} onChange={change} />
    </EntryDialog>
  );
}
