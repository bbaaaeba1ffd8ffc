import { isDigitUnit, isLetterUnit } from '../scan/character-class.ts';
import type { AnchorDetector, Hit, WordDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { unitSet } from '../scan/unit-runs.ts';
import { type AssignedValue, assignedValueAfter } from './assigned-value.ts';
import { digitCount, entropyOf, isPlaceholder } from './randomness.ts';

const nameLengthMin = 3;
const nameLengthMax = 48;

// The last letters of names that hold secrets, so that most names cost one look.
const lastLetters = unitSet('denstyhlwiDENSTYHLWI');
const betweenNameAndSign = unitSet(' "\'`\\:');

const passwordName = /(?:password|passwd|passphrase|sandi|(?:^|[^a-z])(?:pwd|pass|pw))$/i;
const keyName =
  /(?:secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key|account[_-]?key|master[_-]?key|credentials?|(?:^|[_\-. ])key)$/i;
const endsPasswordName = unitSet('deiswDEISW');
const endsKeyName = unitSet('tnylsTNYLS');
const camelKeyName = /[a-z\d]Key$/;
const otherName =
  /(?:public|primary|foreign|partition|sort|cache|hot|object|row|translation|idempotency|registry|host|map|group|lookup|websocket)[_-]?key$|(?:next|page|continuation|sync|csrf|xsrf|max|stop|pad|eos|bos|unk|lock|cancel(?:lation)?)[_-]?token$/i;

/** `name = value` and `name: value`: the name says that the value is secret, and the value looks random. */
function assignmentDetector(anchor: '=' | ':'): AnchorDetector {
  return {
    kind: 'anchor',
    id: anchor === '=' ? 'secret.assigned' : 'secret.member',
    type: 'SECRET',
    anchor,
    probe(text, at, around) {
      const name = nameBefore(text, at);
      if (name === '') return undefined;
      const isPassword = isPasswordName(name);
      if (!isPassword && !isKeyName(name)) return undefined;
      const value = assignedValueAfter(text, at, around);
      if (!value) return undefined;
      return isPassword ? passwordHit(value, name) : keyHit(value, name);
    },
  };
}

function isPasswordName(name: string): boolean {
  return endsPasswordName[unitAt(name, name.length - 1)] === 1 && passwordName.test(name);
}

function isKeyName(name: string): boolean {
  if (endsKeyName[unitAt(name, name.length - 1)] !== 1) return false;
  return (keyName.test(name) || camelKeyName.test(name)) && !otherName.test(name);
}

export const assignedSecretDetectors: readonly AnchorDetector[] = [
  assignmentDetector('='),
  assignmentDetector(':'),
];

const sentence = /^\w+ (?:is|was|adalah|yaitu|ist) ["'`]?(\S{8,64}?)["'`]?[.,;]?(?:\s|$)/i;

/** `the password is …`. */
export const spokenPasswordDetector: WordDetector = {
  kind: 'word',
  id: 'secret.spoken_password',
  type: 'SECRET',
  words: ['password', 'passwd', 'passphrase', 'sandi', 'passwort', 'contraseña'],
  probe(text, at) {
    const found = sentence.exec(text.slice(at, at + 96));
    const value = found?.[1];
    if (!found || value === undefined) return undefined;
    const start = at + found[0].indexOf(value, found[0].indexOf(' ') + 2);
    return passwordHit({ text: value, start, isQuoted: true }, 'password');
  },
};

const element =
  /(?:password|passwd|secret|token|api-?key|access-?key|secret-?key)>([^<>\s]{6,96})</iy;

/** `<password>…</password>`. */
export const elementSecretDetector: WordDetector = {
  kind: 'word',
  id: 'secret.element',
  type: 'SECRET',
  words: ['password', 'passwd', 'secret', 'token', 'apikey'],
  probe(text, at) {
    if (unitAt(text, at - 1) !== 0x3c) return undefined;
    element.lastIndex = at;
    const found = element.exec(text);
    const value = found?.[1];
    if (!found || value === undefined) return undefined;
    const name = found[0].slice(0, found[0].indexOf('>')).toLowerCase();
    const start = at + name.length + 1;
    const assigned = { text: value, start, isQuoted: true };
    return name.startsWith('pass') ? passwordHit(assigned, name) : keyHit(assigned, name);
  },
};

function isNameUnit(unit: number): boolean {
  return isDigitUnit(unit) || isLetterUnit(unit) || unit === 0x5f || unit === 0x2d || unit === 0x2e;
}

/** The name that ends before the sign, without quotation marks; empty when its last letter says that it is another. */
function nameBefore(text: string, at: number): string {
  let end = at;
  const first = Math.max(0, at - 4);
  while (end > first && betweenNameAndSign[unitAt(text, end - 1)] === 1) end -= 1;
  if (end === 0 || lastLetters[unitAt(text, end - 1)] !== 1) return '';
  let start = end;
  while (end - start < nameLengthMax && isNameUnit(unitAt(text, start - 1))) start -= 1;
  return end - start < nameLengthMin ? '' : text.slice(start, end);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Names of things in code, paths, versions, dates and numbers with units.
const ordinary =
  /^(?:[a-z_$][\w$]*(?:\??\.[a-z_$][\w$]*)+|[\d.,:/-]+[a-z]{0,3}|\.{0,2}\/.*|[a-z]+:\/\/.*)$/i;

function keyHit({ text, start, isQuoted }: AssignedValue, name: string): Hit | undefined {
  const isRandom = entropyOf(text) >= 3.5 && digitCount(text) >= (isQuoted ? 2 : 3);
  if (!isRandom || isPlaceholder(text) || !/[a-z]/i.test(text)) return undefined;
  if (!/^[\w.+/=~:-]+$/.test(text) || (ordinary.test(text) && !text.includes('=')))
    return undefined;
  if (uuid.test(text) && !/secret|token|api/i.test(name)) return undefined;
  return { start, end: start + text.length, score: 0.75, context: name };
}

function passwordHit({ text, start, isQuoted }: AssignedValue, name: string): Hit | undefined {
  // Passwords are typed in ASCII nearly always; messages in other languages about them are not.
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  const isMixed = /[a-z]/i.test(text) && (/\d/.test(text) || /[^\w.-]/.test(text));
  if (!isMixed || entropyOf(text) < 2.5 || isPlaceholder(text)) return undefined;
  if (ordinary.test(text) || /[({]/.test(text) || /^[a-z]+\d?$/.test(text)) return undefined;
  if (!isQuoted && /^\w+$/.test(text) && digitCount(text) === 0) return undefined;
  return { start, end: start + text.length, score: 0.8, context: name };
}
