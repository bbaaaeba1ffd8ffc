import type { Edit } from './edits.ts';
import type { JsonStrings } from './json-strings.ts';

/**
 * Edits of a JSON text as they have to be for it to stay one: what replaces a number or a part of it becomes a string, and
 * no escape is left that says something else. `strings` MUST stand at the beginning of the text; it is taken to its end.
 */
export function fitJson(
  text: string,
  edits: readonly Edit[],
  strings: JsonStrings,
): readonly Edit[] {
  const fitted: Edit[] = [];
  let done = 0;
  for (const edit of edits) {
    if (edit.start < done) continue;
    strings.advance(text, done, edit.start);
    const fit = strings.isInside
      ? { ...edit, text: withoutEscapes(edit.text) }
      : quoted(text, edit);
    fitted.push(fit);
    strings.advance(text, edit.start, fit.end);
    done = fit.end;
  }
  strings.advance(text, done);
  return fitted;
}

function withoutEscapes(text: string): string {
  return text.replace(/["\\]/g, '*');
}

/** Takes in the whole number or word, of which only a part may have been recognised. */
function quoted(text: string, edit: Edit): Edit {
  let { start, end } = edit;
  while (isBare(text.charAt(start - 1))) start -= 1;
  while (isBare(text.charAt(end))) end += 1;
  return { start, end, text: JSON.stringify(withoutEscapes(edit.text)) };
}

function isBare(sign: string): boolean {
  return /[\w.+-]/.test(sign);
}
