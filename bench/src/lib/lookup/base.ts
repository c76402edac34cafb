import { systemActor } from '../../../../server/src/kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../../server/src/kernel/ctx.ts';
import { refreshKeys } from '../../../../server/src/modules/customers/duplicates/keys.ts';
import { createOrganisation } from '../../../../server/src/modules/organisations/index.ts';
import { round, say } from '../report.ts';
import type { Rig } from '../rig.ts';

const keyedAtOnce = 500;

const given =
  'Maria,Ana,Francisca,Antônia,Adriana,Juliana,Márcia,Fernanda,Patrícia,Aline,Sandra,Camila,Amanda,Bruna,Jéssica,Letícia,Júlia,Luciana,Vanessa,Mariana,José,João,Antônio,Francisco,Carlos,Paulo,Pedro,Lucas,Luiz,Marcos,Luís,Gabriel,Rafael,Daniel,Marcelo,Bruno,Eduardo,Felipe,Raimundo,Rodrigo';
const surnames =
  'Silva,Santos,Oliveira,Souza,Rodrigues,Ferreira,Alves,Pereira,Lima,Gomes,Costa,Ribeiro,Martins,Carvalho,Almeida,Lopes,Soares,Fernandes,Vieira,Barbosa,Rocha,Dias,Nascimento,Andrade,Moreira,Nunes,Marques,Machado,Mendes,Freitas,Cardoso,Ramos,Gonçalves,Santana,Teixeira,Moura,Araújo,Pinto,Barros,Campos,Prado,Nogueira,Menezes,Bezerra,Tavares,Antunes,Pacheco,Guimarães,Duarte,Peixoto';

const uuid = (kind: number, n: string): string =>
  `(lpad(to_hex(${n}), 8, '0') || '-0000-7000-8000-00000000000${kind}')::uuid`;
/** A number from a number, different ones for different salts. */
const pick = (salt: number, of: number): string => `(abs(hashint8(n::bigint * 31 + ${salt})) % ${of})`;
const word = (list: string, salt: number): string => {
  const words = list.split(',');
  return `(ARRAY['${words.join("','")}'])[1 + ${pick(salt, words.length)}]`;
};

/** People with names, days of birth, a telephone and a mail address; every hundredth is somebody else once more, badly written. */
async function fill({ superuser: c }: Rig, orgId: string, customers: number): Promise<void> {
  const org = `'${orgId}'::uuid`;
  // A double has the number of whom it doubles behind its name, telephone and birthday.
  const rows = `(SELECT i, CASE WHEN i % 100 = 0 THEN i - 1 ELSE i END AS n FROM generate_series(1, ${customers}) i) s`;
  const name = `${word(given, 1)} || ' ' || CASE WHEN i % 100 = 0 THEN '' ELSE ${word(surnames, 2)} || ' ' END || ${word(surnames, 3)}`;
  await c.query('SET session_replication_role = replica');
  await c.query(`INSERT INTO customers (org_id, id, canonical_id, name, birth_date)
    SELECT ${org}, ${uuid(1, 'i')}, ${uuid(1, 'i')}, ${name}, CASE WHEN n % 3 = 0 THEN date '1940-01-01' + ${pick(4, 25_000)} END FROM ${rows}`);
  const tel = `'55' || (11 + ${pick(5, 80)})::text || '9' || lpad((60000000 + (n::bigint * 7919) % 39999999)::text, 8, '0')`;
  const mail = `meada_fold(${word(given, 1)}) || '.' || meada_fold(${word(surnames, 3)}) || i || '@cliente' || ${pick(6, 500)} || '.example'`;
  // Somebody's addresses are written down at once, as they come.
  await c.query(`INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, source)
    SELECT ${org}, a.id, ${uuid(1, 'i')}, a.kind, a.value, a.value, a.key, 'person'
    FROM ${rows}, LATERAL (SELECT ${tel} AS t, ${mail} AS m) x,
      LATERAL (VALUES (${uuid(2, 'i')}, 'phone', '+' || t, 'tel:' || t), (${uuid(3, 'i')}, 'email', m, 'email:' || m)) a(id, kind, value, key)`);
  await c.query('SET session_replication_role = origin');
  await c.query('ANALYZE customers, identities');
}

/** The id of the n-th customer, from 1. */
export const idOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-7000-8000-000000000001`;

/** Makes every record's keys as the server does; answers records a second. */
async function keyAll(kernel: Kernel, orgId: string, customers: number): Promise<number> {
  const from = performance.now();
  for (let first = 1; first <= customers; first += keyedAtOnce) {
    const ids = Array.from({ length: Math.min(keyedAtOnce, customers - first + 1) }, (_, at) =>
      idOf(first + at),
    );
    await inTransaction(kernel, systemActor(orgId), (ctx) => refreshKeys(ctx, ids));
    if ((first - 1) % (customers / 10) < keyedAtOnce) say(`keys: ${first - 1 + ids.length} of ${customers}`);
  }
  return customers / ((performance.now() - from) / 1000);
}

/** The organisation with so many customers, their keys made; one that a kept folder has already is taken as it is. */
export async function grownBase(rig: Rig, kernel: Kernel, customers: number): Promise<string> {
  const { rows } = await rig.superuser.query<{ id: string }>(
    `SELECT o.id FROM organisations o WHERE EXISTS (SELECT FROM match_states s
      WHERE s.org_id = o.id AND s.customer_id = $1)`,
    [idOf(customers)],
  );
  if (rows[0]) return rows[0].id;
  const { id } = await createOrganisation(kernel, { name: 'Base' });
  await fill(rig, id, customers);
  say(`${customers} customers`);
  say(`${round(await keyAll(kernel, id, customers), 0)} records keyed a second`);
  await rig.superuser.query('VACUUM ANALYZE');
  return id;
}
