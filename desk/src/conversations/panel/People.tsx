import type { Conversation } from '@meada/contract/routes/conversations';
import { useTranslation } from 'react-i18next';
import { useAddressWords } from '../../ui/address.ts';
import { Face } from '../../ui/Face.tsx';
import classes from './panel.module.css';

/** Others in the conversation: copied in by mail, members of a group. Nothing is inherited by being named here. */
export function People({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations');
  const { wordsOf } = useAddressWords();
  // The customer's own further addresses are among the contacts.
  const others = conversation.participants.filter(
    (one) => one.role !== 'requester' && one.customer.id !== conversation.customer.id,
  );
  if (others.length === 0) return null;
  return (
    <ul className={classes.plain}>
      {others.map((one) => (
        <li key={one.id} className={classes.person}>
          <Face name={one.customer.name} id={one.customer.id} url={one.customer.avatarUrl} size={26} />
          <span>
            {one.customer.name ?? wordsOf(one.identity)}
            <small>{t(`role.${one.role}`)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
