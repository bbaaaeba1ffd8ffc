const fieldBytesMax = 512;

/** A short text field of a multipart form (RFC 7578), where it can be read without parsing the files. */
export function formField(body: Buffer, name: string): string | undefined {
  const at = body.indexOf(`name="${name}"`);
  if (at < 0) return undefined;
  const part = body.toString('latin1', at, at + fieldBytesMax);
  return /^[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\x20-\x7e]{1,200})\r\n/.exec(part)?.[1];
}
