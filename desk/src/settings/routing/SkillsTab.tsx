import { changeSkill, createSkill, deleteSkill, type Skill } from '@meada/contract/routes/routing';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { skillsQuery } from '../../work/queries.ts';
import { FormDialog } from '../kit/Dialog.tsx';
import { NameField } from '../kit/fields.tsx';
import { useSavedForm } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { refresh } from '../queries.ts';

function SkillDialog({ item: skill, onClose }: { item: Skill | null; onClose(): void }) {
  const { t } = useTranslation(['routing', 'settings']);
  const saved = useSavedForm({
    values: { name: skill?.name ?? '' },
    done: t('settings:kit.saved'),
    save: async (body) => {
      await (skill ? call(changeSkill, { params: { id: skill.id }, body }) : call(createSkill, { body }));
      await refresh(keys.routing);
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(skill ? 'skills.change' : 'settings:list.skills.add')}
      saved={saved}
      action={t('common:save')}
    >
      <NameField saved={saved} label={t('skills.name')} placeholder={t('skills.example')} maxLength={60} />
    </FormDialog>
  );
}

/** What agents know; queues ask for it, agents have it at a level. */
export function SkillsTab() {
  const { t } = useTranslation(['routing', 'settings']);
  return (
    <ListPage<Skill>
      page="skills"
      icon={IconSchool}
      list={useQuery(skillsQuery)}
      manages
      nameOf={(skill) => skill.name}
      row={(skill) => ({ text: t('skills.agents', { count: skill.agents }) })}
      form={SkillDialog}
      remove={async (skill) => {
        try {
          await call(deleteSkill, { params: { id: skill.id } });
        } catch (error) {
          if (codeOf(error) === 'conflict') return t('skills.asked');
          throw error;
        }
        await refresh(keys.routing);
        return undefined;
      }}
    />
  );
}
