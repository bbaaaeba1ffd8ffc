/** Where in a policy's YAML something is being written. */
export interface YamlPlace {
  /** Keys from the root; lists are left out: `['tests', 'given']`. */
  readonly path: readonly string[];
  /** `item`: an element of a list, which may become a mapping; `text`: a line of a block scalar. */
  readonly role: 'key' | 'value' | 'item' | 'text';
  /** Offset at which what is being written begins. */
  readonly from: number;
}

interface OpenKey {
  readonly key: string;
  readonly column: number;
  readonly isText: boolean;
}

const lineShape =
  /^( *(?:-(?: +|$))*)(?:("[^"]*"|'[^']*'|[^\s:#"'{}[\],|>-][^:#]*?):(?=\s|$))?([ \t]*)/;

/** Reads the text up to the offset, however unfinished it is: a parser would refuse it just while it is being written. */
export function placeAt(text: string, offset: number): YamlPlace {
  let open: readonly OpenKey[] = [];
  let at = documentStart(text, offset);
  for (;;) {
    const newline = text.indexOf('\n', at);
    const isLast = newline < 0 || newline >= offset;
    const line = text.slice(at, isLast ? offset : newline);
    const read = readLine({ text, at, line, offset, isLast }, open);
    if ('place' in read) return read.place;
    open = read.open;
    at = read.next;
  }
}

function documentStart(text: string, offset: number): number {
  const marker = text.lastIndexOf('\n---', Math.max(0, offset - 1));
  const newline = marker < 0 ? -1 : text.indexOf('\n', marker + 1);
  return newline < 0 || newline >= offset ? 0 : newline + 1;
}

interface Line {
  readonly text: string;
  readonly at: number;
  /** Up to the offset when it is the last one. */
  readonly line: string;
  readonly offset: number;
  readonly isLast: boolean;
}

type Read =
  | { readonly place: YamlPlace }
  | { readonly open: readonly OpenKey[]; readonly next: number };

function readLine(current: Line, before: readonly OpenKey[]): Read {
  const { at, line, isLast } = current;
  const next = at + line.length + 1;
  const indent = line.length - line.trimStart().length;
  if (isInText(current, before.at(-1))) {
    return isLast ? placed(before, 'text', at + indent) : { open: before, next };
  }
  if (!isLast && /^\s*(?:#|$)/.test(line)) return { open: before, next };
  const { lead, key, value, length } = partsOf(line);
  const open = before.filter(({ column }) => column < lead.length);
  const inner =
    key === undefined ? open : [...open, { key, column: lead.length, isText: /^[|>]/.test(value) }];
  if (/^[[{]/.test(value)) return readFlow(current, inner, at + length);
  if (!isLast) return { open: inner, next };
  if (key !== undefined) return placed(inner, 'value', at + length);
  return placed(open, lead.includes('-') ? 'item' : 'key', at + lead.length);
}

function isInText({ line, isLast }: Line, block: OpenKey | undefined): boolean {
  if (block?.isText !== true) return false;
  const indent = line.length - line.trimStart().length;
  return indent > block.column || (line.trim() === '' && !isLast);
}

function partsOf(line: string) {
  const [whole = '', lead = '', name] = lineShape.exec(line) ?? [];
  const key = name?.replace(/^["']|["']$/g, '');
  return { lead, key, value: line.slice(whole.length), length: whole.length };
}

function placed(open: readonly OpenKey[], role: YamlPlace['role'], from: number): Read {
  return { place: { path: open.map(({ key }) => key), role, from } };
}

function readFlow({ text, offset }: Line, open: readonly OpenKey[], start: number): Read {
  const flow = flowAt(text, start, offset);
  if ('end' in flow) {
    const newline = text.indexOf('\n', flow.end);
    const isAfter = newline < 0 || newline >= offset;
    return isAfter ? placed(open, 'value', offset) : { open, next: newline + 1 };
  }
  const { place } = flow;
  return { place: { ...place, path: [...open.map(({ key }) => key), ...place.path] } };
}

interface Frame {
  readonly isMap: boolean;
  key: string | undefined;
}

/** Brackets, quoted texts and comments as they are, everything between separators as one piece. */
const flowToken =
  /"(?:\\.|[^"\\])*"?|'(?:''|[^'])*'?|\s#[^\n]*|[{}[\],]|:(?=\s|$|[[{"'])|\s+|[^{}[\],:\s"']+|./g;

type Flow = { readonly end: number } | { readonly place: YamlPlace };

function flowAt(text: string, start: number, offset: number): Flow {
  const frames: Frame[] = [];
  let piece = nothing;
  for (const { 0: token, index } of text.slice(start, offset).matchAll(flowToken)) {
    if (takeMark(token, piece, frames)) {
      piece = nothing;
      if (frames.length === 0) return { end: start + index + 1 };
    } else piece = longer(piece, token, start + index);
  }
  const path = frames.flatMap(({ key }) => (key === undefined ? [] : [key]));
  return { place: { path, role: roleIn(frames.at(-1)), from: piece.from ?? offset } };
}

interface Piece {
  readonly from: number | undefined;
  readonly written: string;
}

const nothing: Piece = { from: undefined, written: '' };

function longer({ from, written }: Piece, token: string, at: number): Piece {
  const isBlank = token.trim() === '';
  return { from: from ?? (isBlank ? undefined : at), written: written + token };
}

/** Whether the token is one that stands between pieces; then the frames have followed it. */
function takeMark(token: string, { written }: Piece, frames: Frame[]): boolean {
  const frame = frames.at(-1);
  switch (token) {
    case '{':
    case '[':
      frames.push({ isMap: token === '{', key: undefined });
      return true;
    case '}':
    case ']':
      frames.pop();
      return true;
    case ',':
      if (frame !== undefined) frame.key = undefined;
      return true;
    case ':':
      if (frame !== undefined) frame.key ??= written.trim().replace(/["']/g, '');
      return true;
    default:
      return false;
  }
}

function roleIn(frame: Frame | undefined): YamlPlace['role'] {
  if (frame?.isMap !== true) return 'item';
  return frame.key === undefined ? 'key' : 'value';
}
