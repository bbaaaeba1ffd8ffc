import { RE2JS } from 're2js';
import type { CustomRecogniser } from '../inspection-settings.ts';

/** Instructions of the compiled pattern: what a text of a given length costs grows with it. */
const programSizeMax = 2_000;

/** Says what is wrong with a tenant's pattern, each in a sentence; nothing where it can be used. */
export function checkRecogniser({ pattern }: Pick<CustomRecogniser, 'pattern'>): readonly string[] {
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.matcher('').find()) {
      return ['The pattern matches where nothing stands. It has to match something.'];
    }
    return compiled.programSize() > programSizeMax
      ? ['The pattern is too large. Use smaller repetitions or several patterns.']
      : [];
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'unknown';
    return [`This is no pattern in RE2 syntax: ${why}`];
  }
}
