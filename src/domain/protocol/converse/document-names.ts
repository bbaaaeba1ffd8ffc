const lengthMax = 100;

/**
 * Names of documents, as Bedrock wants them: letters, digits, single spaces, hyphens and brackets, each name once in a
 * request.
 */
export class DocumentNames {
  readonly #given = new Set<string>();

  give(name: string | undefined): string {
    const neutral = neutralName(name ?? '');
    let given = neutral;
    for (let copy = 2; this.#given.has(given); copy += 1) given = `${neutral}-${copy}`;
    this.#given.add(given);
    return given;
  }
}

function neutralName(name: string): string {
  const neutral = name
    .replace(/\.[a-zA-Z0-9]{1,5}$/, '')
    .replace(/[^a-zA-Z0-9\s\-()[\]]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, lengthMax)
    .trim();
  return /[a-zA-Z0-9]/.test(neutral) ? neutral : 'document';
}
