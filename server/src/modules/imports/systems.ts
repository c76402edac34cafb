import type { ColumnTarget, ImportOptions } from '@meada/contract/routes/imports';

/** What other systems call their columns, as tables and as JSON of their APIs. */
export type System = {
  /** Columns that only this system has together, as plain words (`plainWords`). */
  has: readonly string[];
  targets: Readonly<Record<string, ColumnTarget>>;
  /** Columns that tell nothing of a customer: when things happened, who is signed in, what is shown. */
  noise?: RegExp;
  kind?: ImportOptions['kind'];
};

const ignored = (...names: readonly string[]): Record<string, ColumnTarget> =>
  Object.fromEntries(names.map((name) => [name, 'ignore']));

/** The Chatwoot columns of a contact; as JSON, attributes of the platform's own stand under `additional_attributes`. */
const chatwoot: System = {
  has: ['id', 'name', 'email', 'phone number'],
  targets: {
    ...ignored('id', 'blocked', 'thumbnail', 'availability status', 'contact type', 'ip address'),
    ...ignored('created at', 'updated at', 'last activity at', 'conversations count'),
    name: 'name',
    email: 'email',
    'phone number': 'phone',
    identifier: 'loyalty',
    'company name': 'company',
    company: 'company',
    city: 'city',
    country: 'country',
    'country code': 'country',
    labels: 'labels',
    'labels list': 'labels',
    'additional attributes company name': 'company',
    'additional attributes city': 'city',
    'additional attributes country code': 'country',
    'additional attributes country': 'country',
    'additional attributes description': 'note',
  },
  noise:
    /^(contact inboxes|additional attributes (created at ip|updated at ip|time ?zone|referer|initiated at|browser|source id|username|avatar))\b/,
};

const zammadUsers: System = {
  has: ['login', 'firstname', 'lastname', 'email'],
  targets: {
    ...ignored('id', 'login', 'fax', 'image', 'image source', 'source', 'verified', 'active', 'password'),
    ...ignored('last login', 'login failed', 'organization id', 'organizations', 'roles', 'groups'),
    ...ignored('created by', 'updated by', 'created at', 'updated at', 'authorizations'),
    firstname: 'given',
    lastname: 'surname',
    email: 'email',
    phone: 'phone',
    mobile: 'phone',
    street: 'street',
    zip: 'postal_code',
    city: 'city',
    country: 'country',
    address: 'street',
    note: 'note',
    organization: 'company',
    'preferences locale': 'language',
  },
  noise:
    /^(out of office|preferences|groups?|role|organization|authorization|karma user|two factor)\b| ids?$/,
};

const zammadOrganizations: System = {
  has: ['name', 'shared', 'domain', 'domain assignment'],
  targets: {
    ...ignored('id', 'shared', 'domain assignment', 'active', 'members', 'secondary members'),
    ...ignored('created by', 'updated by', 'created at', 'updated at'),
    name: 'name',
    note: 'note',
    domain: 'new',
  },
  noise: / ids?$/,
  kind: 'company',
};

export const systems: readonly System[] = [chatwoot, zammadUsers, zammadOrganizations];
