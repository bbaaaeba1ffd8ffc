import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type { Dictionary } from './en.ts';
import { type Formats, formatsOf } from './formats.ts';
import {
  initialLanguage,
  type Language,
  type LanguageCode,
  languages,
  storeLanguage,
} from './languages.ts';

interface LanguageState {
  readonly language: Language;
  readonly formats: Formats;
  choose(code: LanguageCode): void;
}

const LanguageContext = createContext<LanguageState | undefined>(undefined);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [code, setCode] = useState(initialLanguage);
  const language = languages[code];

  useEffect(() => {
    document.documentElement.lang = code;
  }, [code]);

  const state = useMemo<LanguageState>(
    () => ({
      language,
      formats: formatsOf(language.locale),
      choose: (chosen) => {
        storeLanguage(chosen);
        setCode(chosen);
      },
    }),
    [language],
  );
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageState {
  const state = use(LanguageContext);
  if (state === undefined) throw new Error('LanguageProvider is missing');
  return state;
}

export function useText(): Dictionary {
  return useLanguage().language.text;
}

export function useFormats(): Formats {
  return useLanguage().formats;
}
