import { lazyRouteComponent } from '@tanstack/react-router';
import { cloneElement, type ReactElement, type ReactNode, type Ref, Suspense, useState } from 'react';
import { useLater } from '../app/settled.ts';

const Drop = lazyRouteComponent(() => import('./Drop.tsx'), 'Drop');
const load = () => Drop.preload?.();
const nothing = () => undefined;

/** Where and how it opens; `tall` (pixels) is the height from which it scrolls. */
export type DropLook = {
  kind?: 'menu' | 'sheet';
  width?: number;
  position?: 'bottom' | 'bottom-start' | 'bottom-end' | 'top' | 'top-start' | 'top-end';
  tall?: number;
  padding?: number;
  className?: string;
  label?: string;
};

/** Any button that takes a reference and a press. */
export type DropButton = ReactElement<{
  ref?: Ref<HTMLButtonElement>;
  onClick?: () => void;
  'aria-haspopup'?: 'menu' | 'dialog';
}>;

type Props = {
  button: DropButton;
  look?: DropLook;
  /** Begins to load what opens, once there is time. */
  later?: () => Promise<unknown> | undefined;
  /** Opened by something else, too (a key). */
  opened?: boolean;
  onChange?: (opened: boolean) => void;
  children: ReactNode;
};

/**
 * A button whose menu or sheet opens at a press. Floating boxes weigh as much as the thread itself and nobody needs one to
 * read: until the first screen stands there is only the button, then the code comes, and the press opens it.
 */
export function Late({ button, look = {}, later = nothing, opened, onChange, children }: Props) {
  const [used, setUsed] = useState(false);
  const [own, setOwn] = useState(false);
  useLater(load);
  useLater(later);
  const change = (next: boolean) => {
    setUsed(true);
    (onChange ?? setOwn)(next);
  };
  const haspopup = look.kind === 'sheet' ? 'dialog' : 'menu';
  const plain = cloneElement(button, { 'aria-haspopup': haspopup, onClick: () => change(true) });
  if (!used && !opened) return plain;
  return (
    <Suspense fallback={plain}>
      <Drop button={button} opened={opened ?? own} onChange={change} look={look}>
        {children}
      </Drop>
    </Suspense>
  );
}
