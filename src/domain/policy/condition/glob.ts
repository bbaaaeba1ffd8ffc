/**
 * Whether a text has a shape in which `*` stands for any text, the empty one too; nothing else is special. Takes time linear
 * in the text for each piece between stars, whatever the text.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return (text) => text === first;
  const inner = pieces.slice(1, -1).filter((piece) => piece !== '');
  return (text) => {
    const isLongEnough = text.length >= first.length + last.length;
    const isFramed = isLongEnough && text.startsWith(first) && text.endsWith(last);
    return isFramed && holdsInOrder(text.slice(first.length, text.length - last.length), inner);
  };
}

function holdsInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
