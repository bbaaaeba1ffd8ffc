import { type ErrorCode, errorTable } from '../../../../src/domain/error-table.ts';
import { type Dictionary, en } from './en.ts';
import { id } from './id.ts';
import { idErrors } from './id-errors.ts';

export const languageCodes = ['en', 'id'] as const;
export type LanguageCode = (typeof languageCodes)[number];

export interface Language {
  readonly code: LanguageCode;
  /** The language's name in that language. */
  readonly name: string;
  /** For `Intl`. */
  readonly locale: string;
  readonly text: Dictionary;
  errorMessage(code: ErrorCode): string;
}

export const languages: Readonly<Record<LanguageCode, Language>> = {
  en: {
    code: 'en',
    name: 'English',
    locale: 'en-GB',
    text: en,
    errorMessage: (code) => errorTable[code].message,
  },
  id: {
    code: 'id',
    name: 'Bahasa Indonesia',
    locale: 'id-ID',
    text: id,
    errorMessage: (code) => idErrors[code],
  },
};

const storageKey = 'monago.language';

function isLanguageCode(text: unknown): text is LanguageCode {
  return languageCodes.some((code) => code === text);
}

/** The chosen language, else the browser's where we have it, else English. */
export function initialLanguage(): LanguageCode {
  const stored = readStored();
  if (isLanguageCode(stored)) return stored;
  return navigator.language.toLowerCase().startsWith('id') ? 'id' : 'en';
}

export function storeLanguage(code: LanguageCode): void {
  try {
    localStorage.setItem(storageKey, code);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
