import type { Shop } from '../../modules/customers/testing.ts';

/** What stands in the record of a customer: a note, a file, a document, an address, a fact, a field; and a company of theirs. */
export async function recorded(shop: Shop, customerId: string, attachmentId: string) {
  const { owner } = shop;
  const at = `/api/customers/${customerId}`;
  const note = await owner.ok('POST', `${at}/notes`, { text: 'Nota' });
  const file = await owner.ok('POST', `${at}/files`, { attachmentId });
  const { documents } = await owner.ok('POST', `${at}/documents`, { kind: 'rg', number: '12345' });
  const addresses = await owner.ok('POST', `${at}/addresses`, { street: 'Rua X', city: 'Curitiba' });
  const facts = await owner.ok('POST', `${at}/facts`, { kind: 'cep', value: '80010-000' });
  const field = await fieldOf(shop);
  const company = await owner.ok('POST', '/api/customers', { name: 'Firma' });
  await owner.ok('PATCH', `/api/customers/${company.id}/record`, { kind: 'company' });
  const tie = await owner.ok('POST', `/api/customers/${company.id}/members`, { customerId });
  return {
    note: note.id as string,
    file: file.id as string,
    document: documents[0].id as string,
    postal: addresses.items[0].id as string,
    fact: facts.items.find((one: { id: string | null }) => one.id !== null).id as string,
    field: field.id as string,
    company: company.id as string,
    tie: tie.id as string,
  };
}

/** A firm is furnished more than once; its field stays. */
async function fieldOf({ owner }: Shop): Promise<{ id: string }> {
  const { items } = await owner.ok('GET', '/api/fields');
  const field = { subject: 'customer', name: 'nivel', label: 'Nível', type: 'text', sensitive: true };
  return items[0] ?? owner.ok('POST', '/api/fields', field);
}
