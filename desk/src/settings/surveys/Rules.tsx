import { Button, Menu } from '@mantine/core';
import { dropSurveyRule, type SurveyRule } from '@meada/contract/routes/surveys';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useInboxRefs } from '../../api/queries.ts';
import { rulesQuery } from '../../surveys/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows as RowList } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { useBrands } from '../queries.ts';
import { RuleForm } from './RuleForm.tsx';

const sameScope = (a: SurveyRule, b: SurveyRule): boolean =>
  a.brandId === b.brandId && a.inboxId === b.inboxId;

/** What customers are asked: the firm's rule, and where it is another. */
export function Rules() {
  const { t } = useTranslation('surveys');
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(rulesQuery);
  const inboxes = useInboxRefs();
  const brands = useBrands();
  const [open, setOpen] = useState<SurveyRule | null>(null);
  const { ask, dialog } = useConfirm();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  const [whole, ...others] = data ?? [];
  if (!whole) return <ListLoading rows={4} />;
  const nameOf = ({ brandId, inboxId }: SurveyRule) =>
    inboxes.find(({ id }) => id === inboxId)?.name ?? brands.find(({ id }) => id === brandId)?.name ?? '';
  const free = {
    brands: brands.filter(({ id }) => !others.some(({ brandId }) => brandId === id)),
    inboxes: inboxes.filter(({ id }) => !others.some(({ inboxId }) => inboxId === id)),
  };
  const add = (scope: { brandId: string } | { inboxId: string }) =>
    setOpen({ ...whole, id: null, brandId: null, inboxId: null, ...scope });
  const drop = (rule: SurveyRule) =>
    ask({
      title: t('rules.drop'),
      text: t('rules.dropText', { name: nameOf(rule) }),
      action: t('rules.dropDo'),
      danger: true,
      act: async () => {
        await call(dropSurveyRule, { params: { id: rule.id ?? '' } });
        await client.invalidateQueries({ queryKey: keys.surveys });
      },
    });
  return (
    <>
      <Section title={t('rules.whole')} text={t('rules.wholeText')}>
        <RuleForm key={whole.id ?? 'new'} rule={whole} />
      </Section>
      <Section
        title={t('rules.others')}
        text={t('rules.othersText')}
        actions={
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={17} />}>
                {t('rules.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
              <Menu.Label>{t('rules.ofInbox')}</Menu.Label>
              {free.inboxes.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => add({ inboxId: id })}>
                  {name}
                </Menu.Item>
              ))}
              {free.brands.length > 0 ? <Menu.Label>{t('rules.ofBrand')}</Menu.Label> : null}
              {free.brands.map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => add({ brandId: id })}>
                  {name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        }
      >
        {others.length > 0 ? (
          <RowList>
            {others.map((rule) => (
              <Row
                key={rule.id}
                title={
                  <>
                    {nameOf(rule)} <Pill>{t(rule.inboxId ? 'rules.inbox' : 'rules.brand')}</Pill>
                  </>
                }
                text={t(rule.active ? 'rules.on' : 'rules.off')}
                end={
                  <>
                    <Button variant="subtle" size="compact-sm" onClick={() => setOpen(rule)}>
                      {t('rules.edit')}
                    </Button>
                    <Button variant="subtle" color="red" size="compact-sm" onClick={() => drop(rule)}>
                      {t('rules.dropDo')}
                    </Button>
                  </>
                }
              />
            ))}
          </RowList>
        ) : null}
        {open ? (
          <RuleForm
            key={`${open.brandId} ${open.inboxId}`}
            rule={others.find((rule) => sameScope(rule, open)) ?? open}
            title={nameOf(open)}
            onDone={() => setOpen(null)}
          />
        ) : null}
      </Section>
      {dialog}
    </>
  );
}
