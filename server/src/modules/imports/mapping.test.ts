import { describe, expect, it } from 'vitest';
import { guessMapping } from './mapping.ts';

/** Lists nobody has seen: headers as firms in three languages write them, guessed one by one and together. */

const none = { saved: [], fields: [] };
/** A column is guessed by its words when something stands in it that tells nothing. */
const guess = (headers: readonly string[], row = headers.map(() => 'algo')) =>
  guessMapping(headers, [row], none);

describe('a header alone', () => {
  const headers: Readonly<Record<string, readonly string[]>> = {
    name: [
      ...[
        'name',
        'Name',
        'NAME',
        'full_name',
        'FullName',
        'Full Name',
        'customer name',
        'Nome',
        'NOME COMPLETO',
        'nome_cliente',
      ],
      ...[
        'Nome do cliente',
        'Cliente',
        'Nombre completo',
        'nombre_completo',
        'Nombre y apellidos',
        'contact name',
        'Contato',
      ],
    ],
    given: [
      'given_name',
      'GivenName',
      'first_name',
      'First name',
      'forename',
      'fname',
      'Primeiro nome',
      'prenome',
      'nombre de pila',
    ],
    surname: [
      ...[
        'surname',
        'Surname',
        'last_name',
        'LastName',
        'family_name',
        'lname',
        'Sobrenome',
        'apellido',
        'Apellidos',
        'último nome',
      ],
    ],
    birth_date: [
      ...[
        'dob',
        'DOB',
        'birth_date',
        'birthdate',
        'date_of_birth',
        'Date of birth',
        'BirthDay',
        'Data de nascimento',
        'data_nascimento',
      ],
      ...[
        'Nascimento',
        'dt_nasc',
        'DT NASCIMENTO',
        'Data Nasc.',
        'Fecha de nacimiento',
        'fecha_nacimiento',
        'F. nacimiento',
      ],
    ],
    email: [
      'email',
      'E-mail',
      'e_mail',
      'Email address',
      'Endereço de e-mail',
      'Correo',
      'correo electrónico',
      'EMAIL 1',
    ],
    phone: [
      ...[
        'phone',
        'Phone number',
        'telephone',
        'mobile',
        'Mobile phone',
        'Telefone',
        'Telefone 1',
        'Celular',
        'WhatsApp',
        'Fone',
        'tel',
      ],
      ...['Teléfono', 'teléfono móvil', 'Móvil', 'cell phone', 'phone_number'],
    ],
    cpf: ['CPF', 'cpf', 'Número do CPF', 'cpf_cliente'],
    cnpj: ['CNPJ', 'cnpj da empresa'],
    document: [
      ...[
        'soc_sec_id',
        'ssn',
        'passport',
        'Passport number',
        'passaporte',
        'RG',
        'documento',
        'Nº documento',
        'DNI',
        'NIF',
        'document',
      ],
      ...['document_number', 'CPF/CNPJ', 'national_id', 'tax id', 'cédula'],
    ],
    street: [
      'address',
      'address_1',
      'street',
      'Street address',
      'Endereço',
      'Logradouro',
      'Rua',
      'Dirección',
      'calle',
    ],
    number: ['street_number', 'house number', 'Número', 'nº', 'numero', 'Nro'],
    complement: ['address_2', 'Complemento', 'Apto', 'address line 2'],
    district: ['Bairro', 'district', 'Barrio', 'colonia', 'neighborhood'],
    city: ['city', 'suburb', 'town', 'Cidade', 'Município', 'Ciudad', 'Localidad'],
    region: ['state', 'UF', 'Estado', 'Provincia', 'county', 'province'],
    postal_code: [
      'postcode',
      'zip',
      'ZIP code',
      'postal_code',
      'PostCode',
      'CEP',
      'Código postal',
      'C.P.',
      'postcode_fake',
    ],
    country: ['country', 'País', 'country_code'],
    company: ['company', 'Empresa', 'Razão social', 'organization', 'employer'],
    company_role: ['Cargo', 'job title', 'puesto'],
    note: ['Observações', 'obs', 'notes', 'Comentarios', 'remarks'],
    labels: ['Etiquetas', 'tags', 'labels'],
    'fact:order_number': ['Número do pedido', 'order number', 'Último pedido', 'nº do pedido'],
    new: [
      ...[
        'rec_id',
        'RecID',
        'record id',
        'unique_id',
        'id',
        'ID cliente',
        'Código',
        'cod',
        'external_id',
        'cluster',
        'entity_id',
        'uuid',
      ],
      ...[
        'birth_place',
        'Birth place',
        'place of birth',
        'Naturalidade',
        'local de nascimento',
        'Lugar de nacimiento',
        'city of birth',
      ],
      ...[
        'country of birth',
        'birthplace',
        'occupation',
        'Profession',
        'Profissão',
        'Ocupação',
        'Ocupación',
        'gender',
        'sex',
        'Sexo',
      ],
      ...[
        'first_and_surname',
        'alias',
        'nickname',
        'Apelido',
        'middle_name',
        'age',
        'idade',
        'Nome da mãe',
        "mother's name",
        'nombre del padre',
      ],
      ...[
        'date_of_death',
        'nacionalidade',
        'Data de cadastro',
        'source_dataset',
        'Time do coração',
        'vendedor',
        'username',
        'year of birth',
      ],
    ],
  };
  it.each(Object.entries(headers).flatMap(([target, all]) => all.map((header) => [header, target])))(
    '%s is %s',
    (header, target) => {
      expect(guess([header]).mapping).toEqual([target]);
    },
  );
});

describe('whole lists', () => {
  it.each([
    [
      'rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id',
      'new given surname number street complement city postal_code region birth_date document',
    ],
    [
      'unique_id,cluster,full_name,first_and_surname,first_name,surname,dob,birth_place,postcode_fake,gender,occupation',
      'new new name new given surname birth_date new postal_code new new',
    ],
    ['unique_id,first_name,surname,dob,city,email,cluster', 'new given surname birth_date city email new'],
    [
      'id,name,surname,birth date,birth place,address,postcode,occupation',
      'new given surname birth_date new street postal_code new',
    ],
    [
      'Código;Nome;Sobrenome;Nascimento;Naturalidade;Endereço;Nº;Bairro;Cidade;UF;CEP;Profissão;CPF;E-mail;Celular',
      'new given surname birth_date new street number district city region postal_code new cpf email phone',
    ],
    [
      'ID,Nombre,Apellidos,Fecha de nacimiento,Lugar de nacimiento,Dirección,Código postal,Ocupación,DNI,Correo electrónico',
      'new given surname birth_date new street postal_code new document email',
    ],
    [
      'nome,sobrenome,data de nascimento,local de nascimento,cep,profissão,documento',
      'given surname birth_date new postal_code new document',
    ],
    ['recId,fname,lname,sname,birth,zip', 'new given surname new birth_date postal_code'],
    [
      'Nome,Nome da mãe,Nome social,E-mail,E-mail 2,Telefone,Telefone',
      'name new new email email phone phone',
    ],
    ['nome,nome,email', 'name new email'],
  ])('%s', (headers, targets) => {
    expect(guess(headers.split(/[;,]/)).mapping.join(' ')).toBe(targets);
  });

  it('an empty column without a meaning is not worth a field', () => {
    expect(guess(['nome', 'reservado', 'cor'], ['Ana', '', 'azul']).mapping).toEqual([
      'name',
      'ignore',
      'new',
    ]);
  });

  it('a list of columns without names is told by what stands in them', () => {
    const row = ['#7', 'ana@exemplo.com.br', '1953-04-12', '529.982.247-25', '80020-310', 'azul'];
    expect(guess(['#1', '#2', '#3', '#4', '#5', '#6'], row).mapping).toEqual([
      ...['new', 'email', 'birth_date', 'cpf', 'postal_code', 'new'],
    ]);
  });

  it('what another column calls a date does not decide how births are written', () => {
    const rows = [
      ['12/25/2020', '25/12/1953'],
      ['11/30/2021', '03/04/1960'],
    ];
    expect(guessMapping(['last order', 'nascimento'], rows, none).options.days).toBe('dmy');
  });
});

describe('what other systems answer', () => {
  it('contacts: attributes of the platform have homes, those of the firm become fields, what happened when is nothing', () => {
    const headers = [
      ...[
        'additional_attributes.city',
        'additional_attributes.country',
        'additional_attributes.country_code',
      ],
      ...[
        'additional_attributes.company_name',
        'additional_attributes.description',
        'additional_attributes.created_at_ip',
      ],
      ...[
        'additional_attributes.social_profiles.instagram',
        'availability_status',
        'email',
        'id',
        'name',
        'phone_number',
      ],
      ...[
        'blocked',
        'identifier',
        'thumbnail',
        'custom_attributes.plano',
        'custom_attributes.cpf',
        'last_activity_at',
      ],
      ...['created_at', 'contact_inboxes.source_id', 'contact_inboxes.inbox.name', 'labels'],
    ];
    expect(guess(headers).mapping.join(' ')).toBe(
      'city country ignore company note ignore new ignore email ignore name phone ignore loyalty ignore new cpf ignore ignore ignore ignore labels',
    );
  });

  it('users: the organisation they are of, the street; no roles, no settings', () => {
    const headers = [
      ...[
        'id',
        'organization_id',
        'login',
        'firstname',
        'lastname',
        'email',
        'web',
        'phone',
        'mobile',
        'department',
        'street',
      ],
      ...['zip', 'city', 'country', 'vip', 'note', 'out_of_office_start_at', 'preferences.locale'],
      ...[
        'preferences.notification_config.matrix',
        'role_ids',
        'group_ids.1',
        'karma_user_ids',
        'organization',
        'roles',
        'matricula',
      ],
    ];
    expect(guess(headers).mapping.join(' ')).toBe(
      'ignore ignore ignore given surname email new phone phone new street postal_code city country new note ignore language ignore ignore ignore ignore company ignore new',
    );
  });

  it('organisations are companies', () => {
    const headers = [
      'id',
      'name',
      'shared',
      'domain',
      'domain_assignment',
      'active',
      'note',
      'member_ids',
      'members',
    ];
    const { mapping, options } = guess(headers);
    expect(mapping.join(' ')).toBe('ignore name ignore new ignore ignore note ignore ignore');
    expect(options.kind).toBe('company');
  });
});
