import { z } from 'zod';
import { Id, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Brands: names, voices, signatures and sets of inboxes within an organisation. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const Brand = z.strictObject({
  id: Id,
  name: z.string(),
  voice: z.string(),
  /** What stands below its mails when neither the person nor the inbox has a signature; `{{agent.name}}`, `{{brand}}`. */
  signature: z.string(),
});
export type Brand = z.infer<typeof Brand>;
/** The signature left out stays; what is not safe in it goes. */
const BrandInput = z.strictObject({
  name: lineOf(80, 1),
  voice: textOf(2000),
  signature: textOf(300_000).optional(),
});
export const listBrands = defineRoute({
  id: 'brands.list',
  method: 'GET',
  path: '/api/brands',
  access: 'inboxes.read',
  summary: 'Lists brands',
  response: z.strictObject({ items: z.array(Brand) }),
});
export const createBrand = defineRoute({
  id: 'brands.create',
  method: 'POST',
  path: '/api/brands',
  access: 'organisation.manage',
  summary: 'Creates a brand',
  maxBytes: 400_000,
  body: BrandInput,
  response: Brand,
});
export const changeBrand = defineRoute({
  id: 'brands.change',
  method: 'PUT',
  path: '/api/brands/:id',
  access: 'organisation.manage',
  summary: 'Changes name, voice and signature of a brand',
  maxBytes: 400_000,
  params: byId,
  body: BrandInput,
  response: Brand,
});
export const deleteBrand = defineRoute({
  id: 'brands.delete',
  method: 'DELETE',
  path: '/api/brands/:id',
  access: 'organisation.manage',
  summary: 'Deletes a brand that no inbox and no conversation uses; the last one stays',
  params: byId,
  response: done,
});
