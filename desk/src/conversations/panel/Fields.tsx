import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';

type Props = { title: string; values: Record<string, string | number | boolean | null> };

/** Custom fields, as they are. */
export function Fields({ title, values }: Props) {
  const { t } = useTranslation('conversations');
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  if (entries.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      <dl className={classes.fields}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'boolean' ? t(value ? 'panel.yes' : 'panel.no') : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
