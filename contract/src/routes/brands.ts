import { z } from 'zod';
import { Id, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Brands: names, voices and sets of inboxes within an organisation. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const Brand = z.strictObject({ id: Id, name: z.string(), voice: z.string() });
export type Brand = z.infer<typeof Brand>;
const BrandInput = z.strictObject({ name: lineOf(80, 1), voice: textOf(2000) });
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
  body: BrandInput,
  response: Brand,
});
export const changeBrand = defineRoute({
  id: 'brands.change',
  method: 'PUT',
  path: '/api/brands/:id',
  access: 'organisation.manage',
  summary: 'Changes name and voice of a brand',
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
