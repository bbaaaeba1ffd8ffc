import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * For a key that is pasted. Uncontrolled: the value lives in the input alone, which is emptied when it leaves the page,
 * and no password manager is invited to keep it.
 */
export function SecretInput({
  isReadable = false,
  ...props
}: Omit<TextInputProps, 'type' | 'value' | 'defaultValue' | 'onChange'> & {
  /** For the part of a key that is no secret by itself, so that a slip is seen. */
  readonly isReadable?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = input.current;
    return () => {
      // A removed input keeps its value in memory until it is collected.
      if (element !== null) element.value = '';
    };
  }, []);
  return (
    <TextInput
      {...props}
      ref={input}
      type={isReadable ? 'text' : 'password'}
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
