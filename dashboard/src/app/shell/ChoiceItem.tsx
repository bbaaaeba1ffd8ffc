import { Menu } from '@mantine/core';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

/** One of several choices in a menu, of which exactly one is on. */
export function ChoiceItem({
  isChosen,
  onChoose,
  children,
}: {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={isChosen}
      onClick={onChoose}
      rightSection={<Check size={15} visibility={isChosen ? 'visible' : 'hidden'} aria-hidden />}
    >
      {children}
    </Menu.Item>
  );
}
