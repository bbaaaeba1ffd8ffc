import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';

interface RowMenuProps {
  /** Names the row for those who do not see it. */
  readonly label: string;
  /** Why nothing can be done with the row; the menu then stays shut, and says so. */
  readonly disabledReason: string | undefined;
  /** The items of the menu. */
  readonly children: ReactNode;
}

/** What can be done with one row of a table. */
export function RowMenu({ label, disabledReason, children }: RowMenuProps) {
  if (disabledReason !== undefined) {
    return (
      <Tooltip label={disabledReason}>
        <ActionIcon
          variant="subtle"
          color="gray"
          data-disabled
          bg="transparent"
          aria-disabled
          aria-label={`${label}. ${disabledReason}`}
        >
          <Ellipsis size={18} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
