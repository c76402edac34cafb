import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Postal addresses: in Brazil CEP, logradouro, número, complemento, bairro, cidade, UF, IBGE's number; elsewhere alike. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

export const PostalKind = z.enum(['home', 'work', 'delivery', 'billing', 'other']);
export type PostalKind = z.infer<typeof PostalKind>;
const Country = z.string().regex(/^[A-Z]{2}$/);

export const PostalAddress = z.strictObject({
  id: Id,
  kind: PostalKind,
  /** ISO 3166-1, two letters. */
  country: Country,
  postalCode: z.string(),
  street: z.string(),
  number: z.string(),
  complement: z.string(),
  district: z.string(),
  city: z.string(),
  /** State, province; in Brazil the UF. */
  region: z.string(),
  /** Number of the city by IBGE, seven digits. */
  cityCode: z.string().nullable(),
  recipient: z.string(),
  /** How to find it. */
  note: z.string(),
  preferred: z.boolean(),
  source: z.string(),
  /** As it is written on a letter, in the way of its country. */
  lines: z.array(z.string()),
  updatedAt: Instant,
});
export type PostalAddress = z.infer<typeof PostalAddress>;

export const PostalInput = z.strictObject({
  kind: PostalKind.default('home'),
  country: Country.default('BR'),
  postalCode: lineOf(16).default(''),
  street: lineOf(200).default(''),
  number: lineOf(20).default(''),
  complement: lineOf(120).default(''),
  district: lineOf(120).default(''),
  city: lineOf(120).default(''),
  region: lineOf(80).default(''),
  cityCode: z
    .string()
    .regex(/^\d{7}$/)
    .nullable()
    .default(null),
  recipient: lineOf(200).default(''),
  note: lineOf(300).default(''),
  preferred: z.boolean().default(false),
});
export type PostalInput = z.infer<typeof PostalInput>;

const list = z.strictObject({ items: z.array(PostalAddress) });
const byAddress = z.strictObject({ id: Id, addressId: Id });

export const addPostal = defineRoute({
  id: 'customers.postal.add',
  method: 'POST',
  path: '/api/customers/:id/addresses',
  access: 'customers.write',
  summary: 'Writes a postal address down',
  params: byId,
  body: PostalInput,
  response: list,
});
export const changePostal = defineRoute({
  id: 'customers.postal.change',
  method: 'PUT',
  path: '/api/customers/:id/addresses/:addressId',
  access: 'customers.write',
  summary: 'Changes a postal address',
  params: byAddress,
  body: PostalInput,
  response: list,
});
export const dropPostal = defineRoute({
  id: 'customers.postal.drop',
  method: 'DELETE',
  path: '/api/customers/:id/addresses/:addressId',
  access: 'customers.write',
  summary: 'Puts a postal address away: it is theirs no longer',
  params: byAddress,
  response: list,
});

/** What a look-up of a CEP tells. */
export const PostalPlace = z.strictObject({
  postalCode: z.string(),
  street: z.string(),
  district: z.string(),
  city: z.string(),
  region: z.string(),
  cityCode: z.string().nullable(),
});
export type PostalPlace = z.infer<typeof PostalPlace>;
export const lookUpPostalCode = defineRoute({
  id: 'postal.lookUp',
  method: 'GET',
  path: '/api/postal-codes/:code',
  access: 'customers.read',
  summary:
    'The place of a Brazilian CEP, when the firm has chosen whom to ask; null when it is unknown or nobody is asked',
  perMinute: 60,
  params: z.strictObject({ code: lineOf(16, 1) }),
  response: z.strictObject({ place: PostalPlace.nullable(), asked: z.boolean() }),
});
export const PostalProvider = z.strictObject({ id: z.string(), name: z.string(), address: z.string() });
export const readPostalSettings = defineRoute({
  id: 'postal.settings',
  method: 'GET',
  path: '/api/postal-codes',
  access: 'fields.manage',
  summary: 'Who is asked for the street of a CEP, and who could be',
  response: z.strictObject({
    provider: z.string().nullable(),
    address: z.string().nullable(),
    providers: z.array(PostalProvider),
  }),
});
export const changePostalSettings = defineRoute({
  id: 'postal.settings.change',
  method: 'PUT',
  path: '/api/postal-codes',
  access: 'fields.manage',
  summary: 'Chooses who is asked for the street of a CEP; null: nobody, nothing leaves the house',
  body: z.strictObject({
    provider: lineOf(32, 1).nullable(),
    /** Another address of the same kind of server; null: their own. */
    address: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .nullable()
      .default(null),
  }),
  response: done,
});
