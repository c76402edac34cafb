/** @jsxImportSource preact */
import './gate.css';
import type { Locale } from '@meada/contract/primitives';
import { invitationState, setupState } from '@meada/contract/routes/session';
import { type ComponentChild, render } from 'preact';
import { useState } from 'preact/hooks';
import { ask, takeToken } from './ask.ts';
import { Frame } from './Frame.tsx';
import { Invitation, type Invited } from './Invitation.tsx';
import { Reset } from './Reset.tsx';
import { SetUp } from './SetUp.tsx';
import { SignIn } from './SignIn.tsx';
import { loadTexts, t } from './texts.ts';

/** Which page stands at the gate, and what it needs to know. */
type Page =
  | { name: 'signIn'; demo: boolean }
  | { name: 'setup' }
  | { name: 'reset'; token: string }
  | { name: 'invitation'; token: string; invited: Invited }
  | { name: 'closed'; text: string }
  | { name: 'unreachable' };

function wordsOf(page: Page, factor: boolean): { title: string; text?: string } {
  if (page.name === 'signIn')
    return factor
      ? { title: t('factor.title'), text: t('factor.text') }
      : { title: t('signIn.title'), text: page.demo ? t('signIn.demo') : undefined };
  if (page.name === 'setup') return { title: t('setup.title'), text: t('setup.text') };
  if (page.name === 'reset')
    return { title: t('reset.title'), text: t(page.token ? 'reset.textChoose' : 'reset.text') };
  if (page.name === 'invitation')
    return {
      title: t('invitation.title', { organisation: page.invited.organisation }),
      text: t(page.invited.known ? 'invitation.textKnown' : 'invitation.text'),
    };
  if (page.name === 'closed') return { title: t('closed.title'), text: page.text };
  return { title: t('unreachable.title'), text: t('unreachable.text') };
}

function bodyOf(page: Page, onFactor: () => void): ComponentChild {
  if (page.name === 'signIn') return <SignIn onFactor={onFactor} />;
  if (page.name === 'setup') return <SetUp />;
  if (page.name === 'reset') return <Reset token={page.token} />;
  if (page.name === 'invitation') return <Invitation token={page.token} invited={page.invited} />;
  if (page.name === 'unreachable') {
    return (
      <button type="button" class="gate-submit" onClick={() => location.reload()}>
        {t('unreachable.retry')}
      </button>
    );
  }
  return (
    <a class="gate-link" href="/sign-in">
      {t('reset.back')}
    </a>
  );
}

function Gate({ page }: { page: Page }) {
  const [, redraw] = useState(0);
  const [factor, setFactor] = useState(false);
  const change = (locale: Locale) => void loadTexts(locale).then(() => redraw((n) => n + 1));
  const { title, text } = wordsOf(page, factor);
  document.title = `${title} – Meada`;
  return (
    <Frame title={title} text={text} onLocale={change}>
      {bodyOf(page, () => setFactor(true))}
    </Frame>
  );
}

async function pageOf(unreachable: boolean): Promise<Page> {
  if (unreachable) return { name: 'unreachable' };
  const place = location.pathname.split('/')[1];
  if (place === 'reset') return { name: 'reset', token: takeToken() };
  if (place === 'invitation') {
    const token = takeToken();
    const outcome = await ask(invitationState, { body: { token } });
    return 'answer' in outcome
      ? { name: 'invitation', token, invited: outcome.answer }
      : { name: 'closed', text: outcome.message };
  }
  const state = await ask(setupState, {});
  if (!('answer' in state)) return { name: 'unreachable' };
  if (state.answer.needed) return { name: 'setup' };
  return place === 'setup'
    ? { name: 'closed', text: t('setup.done') }
    : { name: 'signIn', demo: state.answer.demo };
}

/** Draws the pages before sign-in: sign-in, second factor, reset, invitation, first set-up. */
export async function startGate(unreachable: boolean): Promise<void> {
  await loadTexts();
  const page = await pageOf(unreachable);
  const root = document.getElementById('root');
  if (root) render(<Gate page={page} />, root);
}
