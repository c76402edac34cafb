import { Button, Group, Modal, NumberInput, Select, Stack, Text } from '@mantine/core';
import {
  type AnnouncementTemplate,
  type AnnouncementTexts,
  type Audience,
  startAnnouncement,
} from '@meada/contract/routes/announcements';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { moneyOf } from '../../ui/money.ts';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { refresh } from '../queries.ts';
import { AudienceView } from './AudienceView.tsx';
import classes from './announce.module.css';
import { proposedTexts } from './defaults.ts';
import { audienceQuery } from './queries.ts';
import { SegmentChoice } from './SegmentChoice.tsx';
import { Templates } from './Templates.tsx';
import { TestSend } from './TestSend.tsx';
import { locales, TextFields } from './TextFields.tsx';

const monthsOffered = [1, 3, 6, 12, 24, 36];
/** Shortest text that says anything (characters), as the server has it. */
const textAtLeast = 10;

type BeginProps = {
  count: number;
  /** What it is going to cost, a text for each currency. */
  sums: readonly string[];
  busy: boolean;
  ready: boolean;
  onBegin(): Promise<unknown>;
};

/** How many and at what cost, and the question before it begins. */
function Begin({ count, sums, busy, ready, onBegin }: BeginProps) {
  const { t } = useTranslation('firm');
  const { ask, dialog } = useConfirm();
  const question = {
    title: t('tell.tell'),
    text: [t('tell.sure', { count }), ...sums.map((money) => t('tell.cost', { money }))].join(' · '),
    action: t('tell.start'),
    act: onBegin,
  };
  return (
    <Group justify="space-between" gap="sm">
      <b>{[t('tell.total', { count }), ...sums].join(' · ')}</b>
      <Button
        leftSection={<IconSpeakerphone size={17} />}
        loading={busy}
        disabled={count === 0 || !ready}
        onClick={() => ask(question)}
      >
        {t('tell.start')}
      </Button>
      {dialog}
    </Group>
  );
}

/** What the chosen ways cost together, a text for each currency. */
function sumsOf(ways: Audience['ways'], locale: string): string[] {
  const costs = ways.flatMap(({ cost }) => cost ?? []);
  return [...Map.groupBy(costs, (cost) => cost.currency)].map(([currency, list]) =>
    moneyOf({ currency, minor: list.reduce((sum, one) => sum + one.minor, 0) }, locale),
  );
}

/** Every text says something, and every field of a template is given. */
const isReady = (texts: AnnouncementTexts, templates: readonly AnnouncementTemplate[]): boolean =>
  locales.every((locale) => texts[locale].trim().length >= textAtLeast) &&
  templates.every((one) => one.values.every(({ value }) => value.trim()));

/** Telling customers of an inbox: whom, in which words, how fast; a test before, a question before it begins. */
export function AnnounceDialog({ inbox, onClose }: { inbox: Inbox; onClose: () => void }) {
  const { t, i18n } = useTranslation('firm');
  const [months, setMonths] = useState(12);
  const [perMinute, setPerMinute] = useState<number | string>(30);
  const [left, setLeft] = useState<string[]>([]);
  const [texts, setTexts] = useState(proposedTexts);
  const [templates, setTemplates] = useState<Record<string, AnnouncementTemplate>>({});
  const [segmentId, setSegment] = useState<string | null>(null);
  const all = useQuery(
    audienceQuery(inbox.id, {
      ...{ months, wayInboxIds: undefined, templateInboxIds: Object.keys(templates) },
      segmentId: segmentId ?? undefined,
    }),
  );
  const ways = all.data?.ways.map((way) => way.inboxId) ?? [];
  const chosen = ways.filter((id) => !left.includes(id));
  const count =
    all.data?.ways.filter((way) => chosen.includes(way.inboxId)).reduce((sum, way) => sum + way.count, 0) ??
    0;
  const start = useMutation({
    mutationFn: () =>
      call(startAnnouncement, {
        params: { id: inbox.id },
        body: {
          texts,
          templates: Object.values(templates).filter((one) => chosen.includes(one.wayInboxId)),
          months,
          wayInboxIds: chosen,
          segmentId: segmentId ?? undefined,
          perMinute: Number(perMinute) || 1,
        },
      }),
    onSuccess: async () => {
      say(t('tell.started'));
      await refresh(keys.announcements);
      onClose();
    },
    onError: complain,
  });
  const sums = sumsOf(all.data?.ways.filter((way) => chosen.includes(way.inboxId)) ?? [], i18n.language);
  const filling = { name: t('tell.example'), inbox: inbox.name, address: inbox.address || inbox.name };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tell.title')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('tell.intro', { inbox: inbox.name })}</Text>
        {all.error && !all.data ? <ErrorState error={all.error} onRetry={() => all.refetch()} /> : null}
        {!all.data && !all.error ? <ListLoading rows={3} /> : null}
        {all.data ? (
          <>
            <SegmentChoice value={segmentId} onChange={setSegment} />
            <div className={classes.choice}>
              <Select
                label={t('tell.months')}
                value={String(months)}
                allowDeselect={false}
                data={monthsOffered.map((one) => ({
                  value: String(one),
                  label: t('tell.monthsUnit', { count: one }),
                }))}
                onChange={(value) => setMonths(Number(value))}
              />
              <NumberInput
                label={t('tell.pace')}
                description={t('tell.paceHelp')}
                min={1}
                max={600}
                value={perMinute}
                onChange={setPerMinute}
              />
            </div>
            {all.data.total === 0 ? (
              <EmptyState
                icon={IconSpeakerphone}
                title={t('tell.nobody')}
                text={t(segmentId ? 'tell.nobodySegment' : 'tell.nobodyText')}
              />
            ) : (
              <AudienceView
                all={all.data}
                chosen={chosen}
                onChoose={(ids) => setLeft(ways.filter((id) => !ids.includes(id)))}
              />
            )}
            <Templates
              announcedId={inbox.id}
              all={all.data}
              chosen={templates}
              filling={filling}
              onChoose={(id, template) =>
                setTemplates(({ [id]: _, ...rest }) => (template ? { ...rest, [id]: template } : rest))
              }
            />
            <TextFields texts={texts} filling={filling} onChange={setTexts} />
            <TestSend
              inboxId={inbox.id}
              text={texts[i18n.language as keyof AnnouncementTexts] ?? texts['pt-BR']}
            />
            <Begin
              count={count}
              sums={sums}
              busy={start.isPending}
              ready={isReady(texts, Object.values(templates))}
              onBegin={() => start.mutateAsync().catch(() => {})}
            />
          </>
        ) : null}
      </Stack>
    </Modal>
  );
}
