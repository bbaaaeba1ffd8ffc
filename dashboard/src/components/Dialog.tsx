import { Box, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../app/i18n/Language.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface DialogProps {
  readonly title: string;
  /** Undefined: only a button inside closes it, not Escape, the backdrop or a cross. */
  readonly onClose: (() => void) | undefined;
  readonly size?: string | number;
  readonly children: ReactNode;
}

const ignore = () => {};

/** A modal dialog, open as long as it is on the page. Composed by hand because the kit's own header is a second banner landmark. */
export function Dialog({ title, onClose, size = 520, children }: DialogProps) {
  const text = useText().action;
  useReturnFocus();
  const canClose = onClose !== undefined;
  return (
    <Modal.Root
      opened
      returnFocus={false}
      onClose={onClose ?? ignore}
      closeOnEscape={canClose}
      closeOnClickOutside={canClose}
      size={size}
      centered
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content radius="lg">
        <Group justify="space-between" wrap="nowrap" align="flex-start" p="lg" pb={4}>
          <Modal.Title fz="lg" fw={600}>
            {title}
          </Modal.Title>
          {canClose && <Modal.CloseButton aria-label={text.close} />}
        </Group>
        <Box p="lg" pt="xs">
          {children}
        </Box>
      </Modal.Content>
    </Modal.Root>
  );
}
