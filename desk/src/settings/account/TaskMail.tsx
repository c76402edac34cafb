import { Switch } from '@mantine/core';
import { changeProfile } from '@meada/contract/routes/session';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { complain } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';

/** Reminders of tasks by e-mail, for who wants them; where the installation sends none, that is said. */
export function TaskMail() {
  const { t } = useTranslation('notifications');
  const { taskMail, email } = useMe();
  const save = useMutation({
    mutationFn: (on: boolean) => call(changeProfile, { body: { taskMail: on } }),
    onSuccess: () => refresh(keys.me),
    onError: complain,
  });
  return (
    <Switch
      checked={save.isPending ? (save.variables ?? false) : taskMail === true}
      disabled={taskMail === null}
      onChange={(event) => save.mutate(event.currentTarget.checked)}
      label={t('mail.label')}
      description={taskMail === null ? t('mail.none') : t('mail.help', { email })}
    />
  );
}
