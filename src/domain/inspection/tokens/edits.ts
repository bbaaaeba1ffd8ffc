/** What stands in a text instead of a piece of it. */
export interface Edit {
  /** In UTF-16 code units of the text before any edit; half-open. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with every edit made. Edits MUST be in order and MUST NOT overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const edit of edits) {
    pieces.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/**
 * Where a span of the text before the edits stands after them, as annotations and citations need it. A span that begins or
 * ends inside an edit takes in all of what was put there.
 */
export function shiftSpan(
  edits: readonly Edit[],
  span: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  let start = span.start;
  let end = span.end;
  for (const edit of edits) {
    const growth = edit.text.length - (edit.end - edit.start);
    if (edit.end <= span.start) start += growth;
    else if (edit.start < span.start) start -= span.start - edit.start;
    if (edit.end <= span.end) end += growth;
    else if (edit.start < span.end) end += edit.start + edit.text.length - span.end;
  }
  return { start, end };
}
