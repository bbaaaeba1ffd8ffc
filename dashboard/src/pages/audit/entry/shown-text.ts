/** Invisible characters, and those that turn the direction of text; line feeds and tabs are layout. */
const deceptive = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** As it was, with what could disguise it shown as escapes. */
export function shownText(text: string): string {
  return text.replace(
    deceptive,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** JSON over several lines; undefined for what is no JSON, or says no more that way. */
export function formatted(text: string): string | undefined {
  try {
    const laidOut = JSON.stringify(JSON.parse(text), undefined, 2);
    return laidOut === text ? undefined : laidOut;
  } catch {
    return undefined;
  }
}
