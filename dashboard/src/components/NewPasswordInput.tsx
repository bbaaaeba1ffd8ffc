import { PasswordInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useText } from '../app/i18n/Language.tsx';

/** As in the contract; the server decides. */
const passwordLeast = 15;

/** A password that somebody chooses, with how far it is from long enough. */
export function NewPasswordInput({ error }: { readonly error: ReactNode }) {
  const text = useText();
  const [typed, setTyped] = useState(0);
  return (
    <PasswordInput
      name="password"
      label={text.setUp.password}
      description={
        <>
          {text.setUp.passwordRules}
          {typed > 0 && ` ${progress(typed, text.setUp)}.`}
        </>
      }
      autoComplete="new-password"
      error={error}
      aria-invalid={error !== undefined}
      onChange={(event) => setTyped(event.currentTarget.value.length)}
      visibilityToggleButtonProps={{ 'aria-label': text.action.showPassword }}
    />
  );
}

function progress(
  typed: number,
  text: { passwordEnough: string; passwordProgress(typed: number, least: number): string },
): string {
  return typed >= passwordLeast ? text.passwordEnough : text.passwordProgress(typed, passwordLeast);
}
