import { Button } from '@mantine/core';
import { switchSac } from '@meada/contract/routes/sac';
import type { SacBrand } from '@meada/contract/sac';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { momentOf } from '../../ui/time.ts';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

/** Which brands answer by the decree. */
export function Brands({ brands }: { brands: readonly SacBrand[] }) {
  const { t, i18n } = useTranslation('sac');
  const manages = useMay('organisation.manage');
  const { ask, dialog } = useConfirm();
  const turn = ({ id, name }: SacBrand, on: boolean) =>
    ask({
      title: t(on ? 'switch.onTitle' : 'switch.offTitle', { name }),
      text: t(on ? 'switch.onText' : 'switch.offText'),
      action: t(on ? 'switch.on' : 'switch.off'),
      danger: !on,
      act: async () => {
        await call(switchSac, { params: { id }, body: { on } });
        await refresh(keys.settings);
        say(t(on ? 'switch.onDone' : 'switch.offDone', { name }));
      },
    });
  const told = ({ since, until }: SacBrand): string => {
    if (since) return t('switch.since', { at: momentOf(since, i18n.language) });
    return until ? t('switch.until', { at: momentOf(until, i18n.language) }) : t('switch.never');
  };
  return (
    <Section title={t('brands.title')} text={t('brands.text')}>
      <Rows label={t('brands.title')}>
        {brands.map((brand) => (
          <Row
            key={brand.id}
            title={
              <>
                <span>{brand.name}</span>
                {brand.since ? <Pill tone="good">{t('switch.isOn')}</Pill> : <Pill>{t('switch.isOff')}</Pill>}
              </>
            }
            text={told(brand)}
            end={
              manages ? (
                <Button
                  size="xs"
                  variant={brand.since ? 'default' : 'filled'}
                  aria-label={`${t(brand.since ? 'switch.off' : 'switch.on')}: ${brand.name}`}
                  onClick={() => turn(brand, !brand.since)}
                >
                  {t(brand.since ? 'switch.off' : 'switch.on')}
                </Button>
              ) : null
            }
          />
        ))}
      </Rows>
      {dialog}
    </Section>
  );
}
