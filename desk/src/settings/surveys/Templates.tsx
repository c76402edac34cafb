import { Select, Stack, Text, TextInput } from '@mantine/core';
import type { AnnouncementTemplate } from '@meada/contract/routes/announcements';
import type { SurveyRule } from '@meada/contract/routes/surveys';
import { listTemplates, type MessageTemplate } from '@meada/contract/routes/templates';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { asked } from '../../conversations/composer/templates.ts';

type Chosen = AnnouncementTemplate | undefined;
type WayProps = { inboxId: string; chosen: Chosen; onChoose(next: Chosen): void; last: string };

const keyOf = ({ name, language }: { name: string; language: string }) => `${name} ${language}`;
/** A greeting by name first, what it is about last. */
const proposed = (template: MessageTemplate, last: string): AnnouncementTemplate['values'] => {
  const fields = asked(template);
  return fields.map(({ at }, n) => ({
    at,
    value: n === fields.length - 1 ? last : n === 0 ? '{name}' : '{firm}',
  }));
};

function Way({ inboxId, chosen, onChoose, last }: WayProps) {
  const { t } = useTranslation('surveys');
  const name = useInboxRefs().find(({ id }) => id === inboxId)?.name ?? '';
  const { data } = useQuery({
    queryKey: keys.templates(inboxId),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: inboxId } }, { signal }),
    staleTime: 60_000,
  });
  // In words alone; a link needs a field to stand in.
  const items = (data?.items ?? []).filter((one) => {
    const fields = asked(one);
    const holds = fields.length > 0 || last !== '{link}';
    return one.state === 'approved' && holds && fields.every(({ kind }) => kind === 'text');
  });
  const template = items.find((one) => chosen && keyOf(one) === keyOf(chosen));
  return (
    <Stack gap="xs">
      <Select
        label={t('templates.of', { inbox: name })}
        placeholder={t(items.length > 0 ? 'templates.none' : 'templates.lacks')}
        clearable
        disabled={items.length === 0}
        data={items.map((one) => ({
          value: keyOf(one),
          label: `${one.name.replaceAll('_', ' ')} · ${one.language.replace('_', '-')}`,
        }))}
        value={chosen ? keyOf(chosen) : null}
        onChange={(key) => {
          const found = items.find((one) => keyOf(one) === key);
          onChoose(
            found && {
              ...{ wayInboxId: inboxId, name: found.name, language: found.language },
              values: proposed(found, last),
            },
          );
        }}
      />
      {template && chosen
        ? asked(template).map(({ at, name: field }) => (
            <TextInput
              key={at}
              size="xs"
              label={t('templates.field', { field })}
              required
              maxLength={1000}
              value={chosen.values.find((one) => one.at === at)?.value ?? ''}
              onChange={({ currentTarget: { value } }) =>
                onChoose({
                  ...chosen,
                  values: chosen.values.map((one) => (one.at === at ? { at, value } : one)),
                })
              }
            />
          ))
        : null}
    </Stack>
  );
}

type Props = {
  rule: Pick<SurveyRule, 'inboxId' | 'templates'>;
  set(templates: AnnouncementTemplate[]): void;
  /** Else those of surveys: a heading, what is said of it, and what the last field of a template is for. */
  words?: { title: string; text: string; last: string };
};

/** For channels with a window: an approved template for who can be asked by nothing else when it is closed. */
export function Templates({ rule, set, words }: Props) {
  const { t } = useTranslation('surveys');
  const channels = useChannels();
  const ways = useInboxRefs().filter((inbox) => {
    const can = channels.find(({ id }) => id === inbox.channel)?.capabilities;
    const here = rule.inboxId === null || rule.inboxId === inbox.id;
    return here && inbox.active && can?.windowHours && can.sends.includes('template');
  });
  if (ways.length === 0) return null;
  return (
    <Stack gap="sm" component="fieldset" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={600} size="sm">
        {words?.title ?? t('templates.title')}
      </Text>
      <Text size="sm" c="dimmed">
        {words?.text ?? t('templates.text', { name: '{name}', firm: '{firm}', link: '{link}' })}
      </Text>
      {ways.map(({ id }) => (
        <Way
          key={id}
          inboxId={id}
          last={words?.last ?? '{link}'}
          chosen={rule.templates.find((one) => one.wayInboxId === id)}
          onChoose={(next) =>
            set([...rule.templates.filter((one) => one.wayInboxId !== id), ...(next ? [next] : [])])
          }
        />
      ))}
    </Stack>
  );
}
