import type { InjectionSignalName } from './injection-signal.ts';

/** Something that is told by its characters rather than by words. UTF-16 code units, half-open. */
export interface Mark {
  readonly signal: InjectionSignalName;
  readonly start: number;
  readonly end: number;
  /** 0 to 100. */
  readonly confidence: number;
}

interface MarkRule {
  readonly signal: InjectionSignalName;
  readonly confidence: number;
  /** Fixed text that every match begins with, so that most texts are done after one search; case matters. */
  readonly lead: string;
  /** Sticky: asked where the lead stands. MUST take bounded time. */
  readonly shape: RegExp;
}

const linkLength = 120;
// Data that somebody fills in before the address is called.
const carried = '(?:\\{[^)\\s]{1,24}\\}|\\$\\{|%7[Bb]|\\[[A-Za-z_ ]{2,24}\\]|<[A-Za-z_ ]{2,24}>)';

/** Turns of a conversation that only the program around a model writes, and links that carry data away. */
const markRules: readonly MarkRule[] = [
  mark('control_tokens', 90, [
    '<|',
    /<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|endofprompt|eot_id|start_header_id|end_header_id|begin_of_text|channel|message)\|?>/iy,
  ]),
  mark('control_tokens', 70, [
    '[',
    /\[\/?INST\]|\[(?:system|admin|developer)(?: (?:prompt|message|override|note))?\]\s*:?/iy,
  ]),
  mark('control_tokens', 90, ['<<', /<<\/?SYS>>/iy]),
  mark('control_tokens', 75, [
    '<',
    /<\/?(?:system|system[_-]prompt|system[_-]message|instructions?|admin|important|information|end[_-]of[_-]\w{1,20}|start_of_turn|end_of_turn)>/iy,
  ]),
  mark('control_tokens', 80, [
    '\n',
    /\n[ \t#>*]{0,8}(?:system|developer|admin)(?: (?:prompt|message|override|update|note|instructions?))?[ \t*]{0,4}:[ \t\n]{0,4}(?:you|your|ignore|disregard|forget|new|from now|do not|the assistant|abaikan|lupakan|kamu|anda|mulai)\b/iy,
  ]),
  mark('control_tokens', 70, [
    '\n',
    /\n[ \t]{0,4}(?:Human|H|User): [^\n]{0,200}\n{1,2}[ \t]{0,4}(?:Assistant|A):/y,
  ]),
  mark('control_tokens', 65, ['===', /={3,12}[ \t]{0,2}(?:END|BEGIN|START|AKHIR|MULAI|SYSTEM)\b/y]),
  mark('control_tokens', 65, [
    '---',
    /-{3,12}[ \t]{0,2}(?:END|BEGIN|START|AKHIR|MULAI) (?:OF )?(?:SYSTEM|PROMPT|INPUT|INSTRUCTIONS?|DOCUMENT|CONTEXT|USER|TEXT|INSTRUKSI|DOKUMEN)/iy,
  ]),
  mark('markdown_image', 90, [
    '![',
    new RegExp(
      `!\\[[^\\]\\n]{0,100}\\]\\(\\s{0,4}https?://[^)\\s]{1,${linkLength}}?${carried}`,
      'iy',
    ),
  ]),
  mark('markdown_image', 55, [
    '![',
    /!\[[^\]\n]{0,100}\]\(\s{0,4}https?:\/\/[^)\s?]{1,120}\?[^)\s]{0,40}=[^)\s]{12,}/iy,
  ]),
  mark('exfiltration_url', 50, [
    'http',
    new RegExp(`https?://[^\\s)?]{1,120}\\?[^\\s)]{0,80}?=${carried}`, 'iy'),
  ]),
];

/** What the leads begin with: most short texts hold none of it. */
const beginnings = /[<[\n=!]|---|http/;

/** The surest mark of each signal. */
export function findMarks(text: string): readonly Mark[] {
  if (!beginnings.test(text)) return [];
  const best = new Map<InjectionSignalName, Mark>();
  for (const rule of markRules) {
    if ((best.get(rule.signal)?.confidence ?? 0) >= rule.confidence) continue;
    const found = findMark(text, rule);
    if (found !== undefined) best.set(rule.signal, found);
  }
  return [...best.values()];
}

function findMark(text: string, { signal, confidence, lead, shape }: MarkRule): Mark | undefined {
  for (let at = text.indexOf(lead); at >= 0; at = text.indexOf(lead, at + lead.length)) {
    shape.lastIndex = at;
    if (shape.test(text)) return { signal, confidence, start: at, end: shape.lastIndex };
  }
  return undefined;
}

function mark(
  signal: InjectionSignalName,
  confidence: number,
  [lead, shape]: readonly [string, RegExp],
): MarkRule {
  return { signal, confidence, lead, shape };
}
