import { Text, Textarea } from '@mantine/core';
import { type Brand, changeBrand, createBrand, deleteBrand } from '@meada/contract/routes/brands';
import { IconBuildingStore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { useChannel, useInboxRefs, useMay } from '../../api/queries.ts';
import { ChannelIcon } from '../inboxes/ChannelIcon.tsx';
import { FormDialog } from '../kit/Dialog.tsx';
import { NameField } from '../kit/fields.tsx';
import { useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { ListPage } from '../kit/ListPage.tsx';
import { SignatureField } from '../kit/SignatureField.tsx';
import { brandsQuery, refresh } from '../queries.ts';

function BrandDialog({ item: brand, onClose }: { item: Brand | null; onClose(): void }) {
  const { t } = useTranslation(['settings', 'letter']);
  const saved = useSavedForm({
    values: { name: brand?.name ?? '', voice: brand?.voice ?? '', signature: brand?.signature ?? '' },
    done: t('kit.saved'),
    save: async (body) => {
      await (brand ? call(changeBrand, { params: { id: brand.id }, body }) : call(createBrand, { body }));
      await refresh(keys.brands);
      onClose();
    },
  });
  const { register, formState } = saved.form;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t(brand ? 'brands.change' : 'list.brands.add')}
      saved={saved}
      action={brand ? t('save') : t('brands.create')}
    >
      <NameField saved={saved} label={t('brands.name')} description={t('brands.nameHelp')} maxLength={80} />
      <Textarea
        label={t('brands.voice')}
        description={t('brands.voiceHelp')}
        mt="md"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2000}
        error={formState.errors.voice?.message}
        {...register('voice')}
      />
      <SignatureField
        html={brand?.signature ?? ''}
        label={t('letter:signature.ofBrand')}
        text={t('letter:signature.ofBrandText', { agent: '{{agent.name}}', brand: '{{brand}}' })}
        onChange={(html) => saved.form.setValue('signature', html, { shouldDirty: true })}
      />
    </FormDialog>
  );
}

function InboxChip({ channel, name }: { channel: string; name: string }) {
  return (
    <li>
      <ChannelIcon channel={useChannel(channel)} size={22} />
      {name}
    </li>
  );
}

/** Names and voices the organisation speaks under, each with its inboxes. */
export function BrandsPage() {
  const { t, i18n } = useTranslation('settings');
  const inboxes = useInboxRefs();
  const list = useQuery(brandsQuery);
  const inboxesOf = (brand: Brand) => inboxes.filter((inbox) => inbox.brandId === brand.id);
  const remove = async (brand: Brand) => {
    try {
      await call(deleteBrand, { params: { id: brand.id } });
      return undefined;
    } catch (error) {
      // No inbox uses it, as far as is known here: then conversations bear it.
      if (codeOf(error) === 'conflict') return t('brands.borne');
      throw error;
    } finally {
      await refresh(keys.brands, keys.inboxRefs);
    }
  };
  return (
    <ListPage<Brand>
      page="brands"
      icon={IconBuildingStore}
      list={list}
      manages={useMay('organisation.manage')}
      nameOf={(brand) => brand.name}
      row={(brand) => ({
        text: brand.voice ? (
          <Text component="span" size="sm" lineClamp={2} style={{ whiteSpace: 'pre-line' }}>
            {brand.voice}
          </Text>
        ) : null,
        more:
          inboxesOf(brand).length > 0 ? (
            <ul className={kit.chips} aria-label={t('page.inboxes')}>
              {inboxesOf(brand).map((inbox) => (
                <InboxChip key={inbox.id} channel={inbox.channel} name={inbox.name} />
              ))}
            </ul>
          ) : (
            <div className={kit.rowText}>{t('brands.noInbox')}</div>
          ),
      })}
      kept={(brand) => {
        const names = inboxesOf(brand).map((inbox) => inbox.name);
        if (names.length > 0)
          return t('brands.keptText', { names: new Intl.ListFormat(i18n.language).format(names) });
        return list.data?.length === 1 ? t('brands.lastText') : null;
      }}
      form={BrandDialog}
      remove={remove}
    />
  );
}
