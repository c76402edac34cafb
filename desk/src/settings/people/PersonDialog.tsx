import { Button, Switch, Text } from '@mantine/core';
import { changePerson, makeResetLink, type Person } from '@meada/contract/routes/people';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type Control, Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { complain } from '../../ui/toast.ts';
import { CopyLine } from '../kit/CopyLine.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { refresh } from '../queries.ts';
import { type Access, AccessFields } from './AccessFields.tsx';
import { reaches } from './choices.ts';

/** A link to choose a new password, to be handed over where no mail goes out. */
function ResetLink({ id }: { id: string }) {
  const { t } = useTranslation('settings');
  const made = useMutation({
    mutationFn: () => call(makeResetLink, { params: { id } }),
    onError: complain,
  });
  if (!made.data)
    return (
      <Button
        variant="default"
        mt="lg"
        leftSection={<IconLink size={17} />}
        loading={made.isPending}
        onClick={() => made.mutate()}
      >
        {t('people.resetLink')}
      </Button>
    );
  return (
    <>
      <Text size="sm" mt="lg" mb={6}>
        {t('people.resetText')}
      </Text>
      <CopyLine value={made.data.link} label={t('people.resetLink')} />
    </>
  );
}

/** What one person may do and see. */
export function PersonDialog({ person, onClose }: { person: Person; onClose(): void }) {
  const { t } = useTranslation('settings');
  const me = useMe();
  const { role, visibility, teamIds, active } = person;
  // As the server has it: an owner for everybody, others only for people below them.
  const helps = me.personId !== person.id && active && (me.role === 'owner' || !reaches(role, me.role));
  const saved = useSavedForm<Access & { active: boolean }>({
    values: { role, visibility, teamIds, active },
    done: t('kit.saved'),
    save: async (body) => {
      await call(changePerson, { params: { id: person.id }, body });
      await refresh(keys.people, keys.teams, keys.me);
      onClose();
    },
  });
  return (
    <FormDialog opened onClose={onClose} title={person.name} saved={saved} action={t('save')}>
      <AccessFields control={saved.form.control as unknown as Control<Access>} />
      <Controller
        control={saved.form.control}
        name="active"
        render={({ field, fieldState }) => (
          <Switch
            mt="lg"
            checked={field.value}
            onChange={(event) => field.onChange(event.currentTarget.checked)}
            label={t('people.active')}
            description={t('people.activeHelp')}
            error={fieldState.error?.message}
          />
        )}
      />
      {helps ? <ResetLink id={person.id} /> : null}
    </FormDialog>
  );
}
