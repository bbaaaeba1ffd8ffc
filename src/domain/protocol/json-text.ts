/** A piece of JSON that is put into a document as it is. */
export class RawJson {
  readonly text: string;

  /** @param text valid JSON; nobody checks it again */
  constructor(text: string) {
    this.text = text;
  }
}

export type Emittable =
  | string
  | number
  | boolean
  | null
  | RawJson
  | readonly Emittable[]
  | { readonly [name: string]: Emittable | undefined };

/** Writes JSON. Members that are undefined are left out; the others keep their order. */
export function emitJson(value: Emittable): string {
  if (value instanceof RawJson) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(emitJson).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${emitJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

// Array.isArray does not narrow readonly arrays.
function isList(value: object): value is readonly Emittable[] {
  return Array.isArray(value);
}
