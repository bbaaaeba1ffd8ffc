import { isSealed, unsealReasoning } from '../../domain/protocol/responses/sealed-reasoning.ts';

// Pictures, sound and files in Base64: nothing for the detectors, and megabytes of it.
const binary = /^data:(?:image|audio|video|font|application)\//i;
const binaryFields: ReadonlySet<string> = new Set(['data', 'file_data']);
const shortMax = 256;

/**
 * Every string in a JSON value, in whatever member it stands. Members are not picked by name: text in one that Monago
 * has not heard of yet reaches the provider too.
 */
export function collectTexts(value: unknown): string[] {
  const texts: string[] = [];
  collect(value, '', texts);
  return texts;
}

function collect(value: unknown, name: string, texts: string[]): void {
  if (typeof value === 'string') {
    if (!isBinary(value, name)) texts.push(plain(value));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, name, texts);
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, inner] of Object.entries(value)) collect(inner, member, texts);
  }
}

// It goes to the provider without its wrapping, so that is how it is looked at.
function plain(text: string): string {
  const sealed = isSealed(text) ? unsealReasoning(text) : undefined;
  return sealed?.kind === 'reasoning' ? sealed.text : text;
}

function isBinary(text: string, name: string): boolean {
  if (text.startsWith('data:')) return binary.test(text);
  return text.length > shortMax && binaryFields.has(name) && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
