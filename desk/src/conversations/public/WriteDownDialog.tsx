import {
  Button,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { WrittenDown } from '@meada/contract/public';
import { writeDown } from '@meada/contract/routes/public-duties';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { complain, say } from '../../ui/toast.ts';

type Props = { inboxes: { id: string; name: string }[]; onClose: () => void };
const names = ['site', 'url', 'reference', 'title', 'text', 'name', 'email', 'phone', 'deadline'] as const;
type Name = (typeof names)[number];
type Values = Record<Name, string>;
const empty = Object.fromEntries(names.map((name) => [name, ''])) as Values;
/** Marks are asked for from 0 to 10, as the largest sites give them. */
const bestMark = 10;

function bodyOf(clientId: string, values: Values, mark: number | string): WrittenDown {
  const said = Object.fromEntries(
    names.flatMap((name) => (values[name].trim() ? [[name, values[name].trim()]] : [])),
  ) as Partial<Values>;
  const { site = '', text = '', name = '', email, phone, deadline, ...rest } = said;
  return {
    clientId,
    site,
    text,
    ...rest,
    customer: { name, ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
    ...(deadline ? { deadlineAt: new Date(`${deadline}T23:59:59`).toISOString() } : {}),
    ...(typeof mark === 'number' ? { rating: Math.min(1, Math.max(0, mark / bestMark)) } : {}),
  };
}

/** Site, link, text, customer, deadline and mark of a complaint that somebody has read. */
export function WriteDownDialog({ inboxes, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const clientId = useRef(crypto.randomUUID());
  const [inboxId, setInboxId] = useState(inboxes[0]?.id ?? '');
  const [values, setValues] = useState(empty);
  const [mark, setMark] = useState<number | string>('');
  const write = useMutation({
    mutationFn: () =>
      call(writeDown, { params: { id: inboxId }, body: bodyOf(clientId.current, values, mark) }),
    onSuccess: () => {
      say(t('writeDown.done'));
      onClose();
    },
    onError: complain,
  });
  const field = (name: Name) => ({
    label: t(`writeDown.${name}`),
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  const isWhole = values.site.trim() && values.text.trim() && values.name.trim();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('writeDown.open')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) write.mutate();
        }}
      >
        {inboxes.length > 1 ? (
          <NativeSelect
            label={t('writeDown.inbox')}
            value={inboxId}
            data={inboxes.map((inbox) => ({ value: inbox.id, label: inbox.name }))}
            onChange={(event) => setInboxId(event.currentTarget.value)}
          />
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
          <TextInput data-autofocus required maxLength={100} placeholder="Reclame Aqui" {...field('site')} />
          <TextInput maxLength={100} description={t('writeDown.referenceHelp')} {...field('reference')} />
        </SimpleGrid>
        <TextInput type="url" maxLength={2000} placeholder="https://" {...field('url')} />
        <TextInput maxLength={300} {...field('title')} />
        <Textarea required autosize minRows={4} maxRows={12} maxLength={20_000} {...field('text')} />
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" verticalSpacing="xs">
          <TextInput required maxLength={200} {...field('name')} />
          <TextInput type="email" maxLength={320} {...field('email')} />
          <TextInput type="tel" maxLength={32} {...field('phone')} />
        </SimpleGrid>
        <SimpleGrid cols={2} spacing="sm">
          <TextInput type="date" {...field('deadline')} />
          <NumberInput
            label={t('writeDown.mark')}
            min={0}
            max={bestMark}
            decimalScale={1}
            value={mark}
            onChange={setMark}
          />
        </SimpleGrid>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={write.isPending} disabled={!isWhole}>
            {t('writeDown.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
