import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface GuardedButtonProps extends ButtonProps {
  /** Why the button does nothing now. It stays in place and can be reached, so that the reason can be read. */
  readonly disabledReason?: string | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function GuardedButton({ disabledReason, onClick, children, ...style }: GuardedButtonProps) {
  const reasonId = useId();
  if (disabledReason === undefined) {
    return (
      <Button {...style} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Tooltip label={disabledReason}>
        <Button {...style} data-disabled aria-disabled aria-describedby={reasonId}>
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={reasonId}>{disabledReason}</VisuallyHidden>
    </>
  );
}
