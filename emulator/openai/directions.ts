const TOKENS = /\[\[tokens (\d{1,5})\]\]/;

/**
 * No model is here to be persuaded, so a prompt says in double brackets what it wants to see:
 * `[[refuse]]` a refusal, `[[filter]]` an answer that the content filter cut, `[[tokens 500]]` one of that length.
 */
export type Direction = 'refuse' | 'filter' | undefined;

export function readDirection(said: string): Direction {
  if (said.includes('[[refuse]]')) return 'refuse';
  return said.includes('[[filter]]') ? 'filter' : undefined;
}

/** The text of the length that was asked for; undefined when none was. */
export function directedText(said: string): string | undefined {
  const tokens = TOKENS.exec(said)?.[1];
  return tokens === undefined ? undefined : ' word'.repeat(Number(tokens)).trimStart();
}
