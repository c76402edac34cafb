import { Button, Checkbox, Tooltip } from '@mantine/core';
import { ownerKeeps, type Permission, permissions, type Role } from '@meada/contract/permissions';
import { changeRole } from '@meada/contract/routes/people';
import { IconCheck, IconLock, IconMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay, useMe } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain, say } from '../../ui/toast.ts';
import kit from '../kit/kit.module.css';
import { LeaveGuard } from '../kit/LeaveGuard.tsx';
import { Section } from '../kit/Section.tsx';
import { reaches, roles } from '../people/choices.ts';
import { refresh, rolesQuery } from '../queries.ts';
import { areasOf } from './areas.ts';
import classes from './roles.module.css';

type Matrix = Record<Role, ReadonlySet<Permission>>;
const locked = (role: Role, permission: Permission) => role === 'owner' && ownerKeeps.includes(permission);
/** `channel.push` is for other systems' keys; no person needs it. */
const rows = areasOf(permissions.filter((permission) => permission !== 'channel.push'));

type CellProps = {
  role: Role;
  permission: Permission;
  on: boolean;
  onChange: ((on: boolean) => void) | null;
};

function Cell({ role, permission, on, onChange }: CellProps) {
  const { t } = useTranslation('settings');
  const name = `${t(`permission.${permission}`)} – ${t(`role.${role}`)}`;
  if (locked(role, permission))
    return (
      <Tooltip label={t('roles.locked')}>
        <IconLock
          size={17}
          className={classes.lock}
          role="img"
          aria-label={`${name}: ${t('roles.locked')}`}
        />
      </Tooltip>
    );
  if (onChange)
    return (
      <Checkbox
        className={classes.box}
        checked={on}
        aria-label={name}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  return on ? (
    <IconCheck size={18} color="var(--good)" role="img" aria-label={`${name}: ${t('roles.yes')}`} />
  ) : (
    <IconMinus size={16} color="var(--ink-faint)" role="img" aria-label={`${name}: ${t('roles.no')}`} />
  );
}

type Change = (role: Role, permission: Permission, on: boolean) => void;
type TableProps = {
  matrix: Matrix;
  onChange: Change;
  mayChange(role: Role, permission: Permission): boolean;
};

function PermissionTable({ matrix, onChange, mayChange }: TableProps) {
  const { t } = useTranslation('settings');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls sideways on a phone and must be reachable by keyboard
    <section className={classes.wrap} tabIndex={0} aria-label={t('page.roles')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="row">
              <span className="visually-hidden">{t('roles.permission')}</span>
            </th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {t(`role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ area, permissions: list }) => (
            <Fragment key={area}>
              <tr>
                <th scope="rowgroup" colSpan={5}>
                  {t(`area.${area}`)}
                </th>
              </tr>
              {list.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(`permission.${permission}`)}</th>
                  {roles.map((role) => (
                    <td key={role}>
                      <Cell
                        role={role}
                        permission={permission}
                        on={matrix[role].has(permission)}
                        onChange={mayChange(role, permission) ? (on) => onChange(role, permission, on) : null}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What each role may do here; an owner cannot lose what would lock the house with the key inside. */
export function RolesPage() {
  const { t } = useTranslation('settings');
  const manages = useMay('roles.manage');
  const me = useMe();
  // As the server has it: not above the own role, and nobody but an owner gives what they do not have.
  const mayChange = (role: Role, permission: Permission) =>
    manages && reaches(me.role, role) && (me.role === 'owner' || me.permissions.includes(permission));
  const { data, error, refetch } = useQuery(rolesQuery);
  const [changed, setChanged] = useState<Partial<Matrix>>({});
  const [busy, setBusy] = useState(false);
  const stored = useMemo(
    () =>
      Object.fromEntries(
        roles.map((role) => [role, new Set(data?.find((one) => one.role === role)?.permissions)]),
      ) as unknown as Matrix,
    [data],
  );
  const matrix = { ...stored, ...changed };
  const dirty = Object.keys(changed).length > 0;
  const change = (role: Role, permission: Permission, on: boolean) => {
    const next = new Set(matrix[role]);
    if (on) next.add(permission);
    else next.delete(permission);
    const same = next.size === stored[role].size && [...next].every((one) => stored[role].has(one));
    setChanged(({ [role]: _old, ...others }) => (same ? others : { ...others, [role]: next }));
  };
  const save = async () => {
    setBusy(true);
    try {
      for (const [role, set] of Object.entries(changed))
        await call(changeRole, { params: { role: role as Role }, body: { permissions: [...(set ?? [])] } });
      await refresh(rolesQuery.queryKey, keys.me);
      setChanged({});
      say(t('kit.saved'));
    } catch (problem) {
      complain(problem);
    }
    setBusy(false);
  };
  return (
    <>
      <PageHeader title={t('page.roles')} text={t('roles.text')} />
      <LeaveGuard dirty={dirty && !busy} />
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading /> : null}
      {data ? (
        <>
          <Section>
            <PermissionTable matrix={matrix} onChange={change} mayChange={mayChange} />
          </Section>
          {manages ? (
            <div className={kit.bar}>
              <Button onClick={save} loading={busy} disabled={!dirty}>
                {t('save')}
              </Button>
              {dirty ? (
                <Button variant="subtle" color="gray" c="var(--ink-soft)" onClick={() => setChanged({})}>
                  {t('kit.discard')}
                </Button>
              ) : null}
            </div>
          ) : null}
        </>
      ) : null}
    </>
  );
}
