import { Select, Stack, Text, TextInput } from '@mantine/core';
import type { AnnouncementTemplate, Audience } from '@meada/contract/routes/announcements';
import { listTemplates, type MessageTemplate } from '@meada/contract/routes/templates';
import { renderedParts } from '@meada/contract/templates';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { TemplatePreview } from '../../conversations/composer/TemplatePreview.tsx';
import { asked } from '../../conversations/composer/templates.ts';

type Chosen = Readonly<Record<string, AnnouncementTemplate>>;
type Props = {
  announcedId: string;
  all: Audience;
  chosen: Chosen;
  filling: { name: string; inbox: string; address: string };
  onChoose: (wayInboxId: string, template: AnnouncementTemplate | null) => void;
};

const keyOf = ({ name, language }: { name: string; language: string }) => `${name} ${language}`;

/** What is proposed for each field: a greeting by name first, then the inbox. */
const proposed = (template: MessageTemplate): AnnouncementTemplate['values'] =>
  asked(template).map(({ at }, n) => ({ at, value: n === 0 ? '{name}' : n === 1 ? '{inbox}' : '{address}' }));

type WayProps = Pick<Props, 'chosen' | 'filling' | 'onChoose'> & { wayInboxId: string; count: number };

function Way({ wayInboxId, count, chosen, filling, onChoose }: WayProps) {
  const { t } = useTranslation('firm');
  const { t: c } = useTranslation('conversations');
  const name = useInboxRefs().find((one) => one.id === wayInboxId)?.name ?? '';
  const { data } = useQuery({
    queryKey: keys.templates(wayInboxId),
    queryFn: ({ signal }) => call(listTemplates, { params: { id: wayInboxId } }, { signal }),
    staleTime: 60_000,
  });
  // Only what words can fill: a picture for thousands is chosen in the template itself.
  const items = (data?.items ?? []).filter(
    (one) => one.state === 'approved' && asked(one).every(({ kind }) => kind === 'text' || kind === 'code'),
  );
  const own = chosen[wayInboxId];
  const template = items.find((one) => own && keyOf(one) === keyOf(own));
  if (items.length === 0) return null;
  const valueAt = (at: string) =>
    own?.values
      .find((one) => one.at === at)
      ?.value.replace(/\{(name|inbox|address)\}/g, (_, key: keyof typeof filling) => filling[key]);
  return (
    <Stack gap="xs">
      <Select
        label={t('tell.template', { inbox: name })}
        description={
          template?.cost ? c('template.costs', { cost: c(`template.cost.${template.cost}`) }) : undefined
        }
        placeholder={t('tell.noTemplate')}
        clearable
        data={items.map((one) => ({
          value: keyOf(one),
          label: `${one.name.replaceAll('_', ' ')} · ${one.language.replace('_', '-')}`,
        }))}
        value={own ? keyOf(own) : null}
        onChange={(key) => {
          const found = items.find((one) => keyOf(one) === key);
          const { name: called = '', language = '' } = found ?? {};
          onChoose(
            wayInboxId,
            found ? { wayInboxId, name: called, language, values: proposed(found) } : null,
          );
        }}
      />
      {template && own ? (
        <>
          {asked(template).map(({ at, name: field }) => (
            <TextInput
              key={at}
              label={c('template.kind.text', { name: field })}
              required
              maxLength={1000}
              value={own.values.find((one) => one.at === at)?.value ?? ''}
              onChange={({ currentTarget: { value } }) =>
                onChoose(wayInboxId, {
                  ...own,
                  values: own.values.map((one) => (one.at === at ? { at, value } : one)),
                })
              }
            />
          ))}
          <TemplatePreview parts={renderedParts(template.parts, valueAt)} />
          <Text size="sm" c="dimmed">
            {t('tell.byTemplate', { count })}
          </Text>
        </>
      ) : null}
    </Stack>
  );
}

/** For ways with a window: an approved template for those to whom nothing else may be written now. */
export function Templates({ announcedId, all, ...props }: Props) {
  const { t } = useTranslation('firm');
  const channels = useChannels();
  const ways = useInboxRefs().filter((inbox) => {
    const can = channels.find((one) => one.id === inbox.channel)?.capabilities;
    return inbox.active && inbox.id !== announcedId && can?.windowHours && can.sends.includes('template');
  });
  if (ways.length === 0) return null;
  return (
    <Stack gap="sm" component="fieldset" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={600} size="sm">
        {t('tell.templates')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('tell.templatesHelp')}
      </Text>
      {ways.map(({ id }) => (
        <Way
          key={id}
          wayInboxId={id}
          count={all.ways.find((way) => way.inboxId === id)?.byTemplate ?? 0}
          {...props}
        />
      ))}
    </Stack>
  );
}
