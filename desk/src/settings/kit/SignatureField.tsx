import { Input } from '@mantine/core';
import { lazy, Suspense } from 'react';
import classes from './signature.module.css';

const Editor = lazy(() =>
  import('../../conversations/letter/Editor.tsx').then((file) => ({ default: file.Editor })),
);

type Props = { html: string; label: string; text?: string; onChange: (html: string) => void };

/** A rich signature in a form; empty text when nothing is in it. */
export function SignatureField({ html, label, text, onChange }: Props) {
  return (
    <Input.Wrapper label={label} description={text} mt="md">
      <div className={classes.box}>
        <Suspense fallback={<div className={classes.loading} aria-busy />}>
          <Editor
            content={html}
            label={label}
            onChange={(editor) => onChange(editor.isEmpty ? '' : editor.getHTML())}
          />
        </Suspense>
      </div>
    </Input.Wrapper>
  );
}
