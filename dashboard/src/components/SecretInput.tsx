import { TextInput, type TextInputProps } from '@mantine/core';
import type { Ref } from 'react';

/**
 * For a key that is pasted. Uncontrolled: the value lives in the input alone, where it can be wiped, and no
 * password manager is invited to keep it.
 */
export function SecretInput({
  ref,
  ...props
}: Omit<TextInputProps, 'type' | 'value' | 'defaultValue' | 'onChange'> & {
  readonly ref: Ref<HTMLInputElement>;
}) {
  return (
    <TextInput
      {...props}
      ref={ref}
      type="password"
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      data-bwignore="true"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    />
  );
}
