import { pictureOf, safeHref } from './picture.ts';
import type { Contact } from './props.ts';

/** The ways to reach the shop, each with its channel's own mark. */
export function Contacts({ contacts }: { contacts: Contact[] }) {
  if (contacts.length === 0) return null;
  return (
    <ul class="contacts">
      {contacts.map((contact) => (
        <li key={`${contact.name} ${contact.address}`}>
          <OneContact contact={contact} />
        </li>
      ))}
    </ul>
  );
}

function OneContact({ contact }: { contact: Contact }) {
  const href = safeHref(contact.href);
  const inside = (
    <>
      {contact.icon && <img src={pictureOf(contact.icon)} alt="" width="28" height="28" />}
      <span>
        <b>{contact.name}</b>
        {contact.address}
      </span>
    </>
  );
  return href ? <a href={href}>{inside}</a> : <div>{inside}</div>;
}
