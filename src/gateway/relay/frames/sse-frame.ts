import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';

/** Reads one server-sent event (HTML living standard, section 9.2.6). A comment alone gives empty data. */
export function readSseFrame(bytes: Buffer): StreamFrame {
  const data: string[] = [];
  let event = '';
  // Before the first event a byte order mark may stand.
  for (const line of bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)) {
    const { field, value } = readLine(line);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  }
  return { event, data: data.join('\n') };
}

function readLine(line: string): { readonly field: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { field: line, value: '' };
  const start = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return { field: line.slice(0, colon), value: line.slice(start) };
}

/** @param frame with data of one line */
export function writeSseFrame({ event, data }: StreamFrame): Buffer {
  return Buffer.from(`${event === '' ? '' : `event: ${event}\n`}data: ${data}\n\n`);
}
