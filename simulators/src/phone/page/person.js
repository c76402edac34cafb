import { h } from 'preact';
import { useState } from 'preact/hooks';
import { refresh, set, state } from './store.js';
import { languages } from './texts.js';

/** Form with a customer's name and addresses. */
export function Person({ t, person }) {
  const [customer, setCustomer] = useState(person.customer);
  const close = () => set({ editing: null });
  const save = async (event) => {
    event.preventDefault();
    const cleaned = {
      ...customer,
      phone: customer.phone.replace(/\D/g, ''),
      account: Number(customer.account),
    };
    set({ people: { ...state.people, [person.key]: cleaned }, editing: null });
    if (person.isNew) set({ shown: [person.key] });
    await Promise.all(state.apps.map((app) => refresh(app.id, person.key)));
  };
  const field = (name, more) =>
    h(
      'label',
      null,
      t(name),
      h('input', {
        name,
        required: true,
        value: customer[name],
        onInput: (event) => setCustomer({ ...customer, [name]: event.currentTarget.value }),
        ...more,
      }),
    );
  return h(
    'div',
    {
      class: 'curtain',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': t('edit'),
      onClick: (event) => event.target === event.currentTarget && close(),
    },
    h(
      'form',
      {
        class: 'card',
        onSubmit: save,
        onKeyDown: (event) => event.key === 'Escape' && close(),
      },
      h('h2', null, t('edit')),
      field('name', { autofocus: true }),
      field('phone', { inputmode: 'tel', pattern: '[+0-9 ()-]{8,24}' }),
      field('email', { type: 'email' }),
      field('account', { inputmode: 'numeric', pattern: '[1-9][0-9]{4,14}' }),
      h(
        'label',
        null,
        t('locale'),
        h(
          'select',
          {
            value: customer.locale,
            onChange: (event) => setCustomer({ ...customer, locale: event.currentTarget.value }),
          },
          languages.map((language) =>
            h('option', { key: language, value: language, selected: language === customer.locale }, language),
          ),
        ),
      ),
      h(
        'footer',
        null,
        h('button', { type: 'button', onClick: close }, t('cancel')),
        h('button', { type: 'submit', class: 'primary' }, t('save')),
      ),
    ),
  );
}
