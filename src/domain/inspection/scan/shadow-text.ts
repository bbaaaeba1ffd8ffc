import { unitAt } from './unit-at.ts';

/** A text that stands for another one, unit by unit or with units left out. */
export interface ShadowText {
  readonly text: string;
  /** Start in the other text of each unit, and of the end; undefined when every unit stands where its original does. */
  readonly origins: Int32Array | undefined;
}

/** Collects a shadow of a text, one piece after the other. */
export class ShadowBuilder {
  readonly #origins: Int32Array;
  readonly #units: Uint16Array;
  #length = 0;

  constructor(lengthMax: number) {
    this.#origins = new Int32Array(lengthMax + 1);
    this.#units = new Uint16Array(lengthMax);
  }

  /** How many units were added. */
  get length(): number {
    return this.#length;
  }

  /** Adds a unit for what begins at `origin`. */
  add(unit: number, origin: number): void {
    this.#units[this.#length] = unit;
    this.#origins[this.#length] = origin;
    this.#length += 1;
  }

  /** Adds units that stand for themselves. */
  addRun(text: string, start: number, end: number): void {
    const units = this.#units;
    const origins = this.#origins;
    let at = this.#length;
    for (let origin = start; origin < end; origin += 1) {
      units[at] = unitAt(text, origin);
      origins[at] = origin;
      at += 1;
    }
    this.#length = at;
  }

  finish(originEnd: number): ShadowText {
    const text = textOf(this.#units.subarray(0, this.#length));
    // As many units as before means one for one: nothing is added that was not there.
    if (this.#length === originEnd) return { text, origins: undefined };
    this.#origins[this.#length] = originEnd;
    return { text, origins: this.#origins.subarray(0, this.#length + 1) };
  }
}

// An engine takes so many arguments at once.
const chunk = 8_192;

/** The text that code units spell. */
export function textOf(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += chunk) {
    pieces.push(Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + chunk)));
  }
  return pieces.join('');
}

/**
 * A part of a text behind a line break, so that it stands apart as the first line of a text would not. In a string of its own: where
 * strings of many makes are read, an engine no longer reads any of them fast.
 */
export function partOf(text: string, start: number, end: number): string {
  const units = new Uint16Array(end - start + 1);
  units[0] = 0x0a;
  for (let at = start; at < end; at += 1) units[at - start + 1] = unitAt(text, at);
  return textOf(units);
}

/** The code units of a text. */
export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = unitAt(text, at);
  return units;
}

/** Where in the original a span of the shadow stands. What was left out at its end stays outside. */
export function originSpan(
  { origins }: ShadowText,
  { start, end }: { readonly start: number; readonly end: number },
  widthAt: (origin: number) => number,
): { readonly start: number; readonly end: number } {
  if (!origins || end <= start) return { start, end };
  const last = origins[end - 1] ?? 0;
  return { start: origins[start] ?? 0, end: last + widthAt(last) };
}
