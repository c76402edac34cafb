import { Menu, Popover } from '@mantine/core';
import { cloneElement, type ReactNode, Suspense, useRef } from 'react';
import type { DropButton, DropLook } from './Late.tsx';

type Props = {
  button: DropButton;
  opened: boolean;
  onChange: (opened: boolean) => void;
  look: DropLook;
  children: ReactNode;
};

/** The code of `Late`: what opens at a button, a menu or a small sheet. */
export function Drop({ button, opened, onChange, look, children }: Props) {
  const target = useRef<HTMLButtonElement>(null);
  const { kind = 'menu', width, position = 'bottom-end', tall, padding, className, label } = look;
  const change = (next: boolean) => {
    onChange(next);
    // The button that opened it the first time is gone by now: this one takes its place, and the focus.
    if (!next) target.current?.focus();
  };
  const body = <Suspense fallback={null}>{children}</Suspense>;
  const shared = { opened, onChange: change, width, position, shadow: 'md' } as const;
  if (kind === 'menu') {
    return (
      <Menu {...shared}>
        <Menu.Target>{cloneElement(button, { ref: target })}</Menu.Target>
        <Menu.Dropdown mah={tall} style={tall ? { overflowY: 'auto' } : undefined}>
          {body}
        </Menu.Dropdown>
      </Menu>
    );
  }
  return (
    <Popover {...shared} trapFocus returnFocus>
      <Popover.Target>{cloneElement(button, { ref: target, onClick: () => change(!opened) })}</Popover.Target>
      <Popover.Dropdown p={padding} className={className} aria-label={label}>
        {body}
      </Popover.Dropdown>
    </Popover>
  );
}
