import type { nameTypes } from '../../src/domain/inspection/names/name-features.ts';

export type NameType = (typeof nameTypes)[number];

/** A name in a text, in UTF-16 code units; half-open. */
export interface NameSpan {
  readonly type: NameType;
  readonly start: number;
  readonly end: number;
}

/** A text and every name in it. */
export interface LabelledText {
  readonly text: string;
  readonly spans: readonly NameSpan[];
}

/** Puts a text together piece by piece. */
export class TextBuilder {
  #text = '';
  readonly #spans: NameSpan[] = [];

  add(piece: string, type?: NameType): void {
    const start = this.#text.length;
    this.#text += piece;
    if (type) this.#spans.push({ type, start, end: this.#text.length });
  }

  finish(): LabelledText {
    return { text: this.#text, spans: this.#spans };
  }
}
