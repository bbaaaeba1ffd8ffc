import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * For a key that is pasted. Uncontrolled: the value lives in the input alone, which is emptied when it leaves the page,
 * and no password manager is invited to keep it.
 */
export function SecretInput(
  props: Omit<TextInputProps, 'type' | 'value' | 'defaultValue' | 'onChange'>,
) {
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
