import type { DiagnosticCode } from '../condition/diagnostic.ts';
import { TextPlaces } from './text-places.ts';

export type ProblemCode =
  | 'syntax'
  | 'too_large'
  | 'not_allowed'
  | 'unknown_key'
  | 'missing_key'
  | 'wrong_type'
  | 'unknown_value'
  | 'out_of_range'
  | 'duplicate'
  | 'effect_phase'
  | `condition.${DiagnosticCode}`;

/** What is wrong with a document, and where. */
export interface Problem {
  readonly code: ProblemCode;
  /** A warning keeps no policy from being used. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Offsets into the text in UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** What to put in place of `start` to `end`, where there is a likely correction. */
  readonly replacement?: string;
}

export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: { readonly start: number; readonly end: number };
  readonly replacement?: string | undefined;
  readonly severity?: 'error' | 'warning';
}

/** Nobody reads more of one text, and a text of a quarter of a megabyte can have tens of thousands. */
const problemsMax = 200;

/** Collects the problems of one text, the first of them where there are very many. */
export class Problems {
  readonly found: Problem[] = [];
  readonly #places: TextPlaces;
  #hasError = false;

  constructor(text: string) {
    this.#places = new TextPlaces(text);
  }

  add({ code, message, at, replacement, severity = 'error' }: Finding): void {
    if (this.found.length >= problemsMax && this.#hasError) return;
    if (severity === 'error') this.#hasError = true;
    const { start, end } = at;
    const { line, column } = this.#places.at(start);
    const fix = replacement === undefined ? {} : { replacement };
    this.found.push({ code, severity, message, start, end, line, column, ...fix });
  }

  get hasError(): boolean {
    return this.#hasError;
  }
}
