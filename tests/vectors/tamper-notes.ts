import { utf8 } from '../../src/domain/audit/bytes.ts';
import { signCosignature } from '../../src/domain/audit/cosignature.ts';
import { parseNote, signNote } from '../../src/domain/audit/signed-note.ts';
import { tileWidth } from '../../src/domain/audit/tile.ts';
import type { TamperedBundle } from './tamper-cases.ts';
import { append, forger } from './tampered-bundles.ts';

/** Checkpoints, and files of another tenant. */
export const tamperedNotes: readonly TamperedBundle[] = [
  ...['tile/entries/130', 'tile/0/130', 'tile/1/000', 'checkpoint', 'checkpoints/65536'].map(
    (name): TamperedBundle => ({
      row: 10,
      what: `${name} of another tenant`,
      tamper: ({ files, other }) => new Map(files).set(name, other.get(name) ?? new Uint8Array()),
      exit: 1,
      ...(name.startsWith('tile/entries') ? { check: 'V7', firstBad: 130 * tileWidth } : {}),
      ...(name.startsWith('checkpoint') ? { check: 'V2' } : {}),
      ...(name.startsWith('tile/0') ? { check: 'V6', firstBad: 130 * tileWidth } : {}),
      ...(name.startsWith('tile/1') ? { check: 'V6' } : {}),
    }),
  ),
  {
    row: 11,
    what: 'a cosignature by the key of the log in place of its signature',
    tamper: (good) => {
      const { text } = parseNote(good.files.get('checkpoint') ?? new Uint8Array());
      const line = signCosignature(text, 1_767_000_000, good.log.signer);
      return new Map(good.files).set('checkpoint', utf8(`${text}\n${line}`));
    },
    exit: 1,
    check: 'V3',
    isWordsOnly: true,
  },
  {
    row: 11,
    what: 'the key id of the log above a signature of another key',
    tamper: (good) => {
      const { text } = parseNote(good.files.get('checkpoint') ?? new Uint8Array());
      const { name, publicKey } = good.log.signer;
      const liar = { name, publicKey, sign: forger.sign };
      return new Map(good.files).set('checkpoint', utf8(signNote(text, liar)));
    },
    exit: 1,
    check: 'V3',
    isWordsOnly: true,
  },
  {
    row: 11,
    what: 'one more signature of a key that nobody knows',
    tamper: (good) => {
      const note = good.files.get('checkpoint') ?? new Uint8Array();
      const signature = signNote(parseNote(note).text, forger).split('\n').at(-2) ?? '';
      return append(good.files, 'checkpoint', `${signature}\n`);
    },
    exit: 0,
    reports: { ignoredSignatures: [forger.name] },
  },
  ...Object.entries(notes()).map(
    ([what, change]): TamperedBundle => ({
      row: 17,
      what: `a checkpoint with ${what}`,
      tamper: ({ files }) => {
        const note = new TextDecoder().decode(files.get('checkpoint'));
        return new Map(files).set('checkpoint', utf8(change(note)));
      },
      exit: 1,
      check: 'V2',
      isWordsOnly: true,
    }),
  ),
];

/** Spellings that a lenient reader would take for the same note. */
function notes(): Readonly<Record<string, (note: string) => string>> {
  return {
    'CRLF at the ends of lines': (note) => note.replaceAll('\n', '\r\n'),
    'no line feed at its end': (note) => note.slice(0, -1),
    'a plus sign in the name': (note) => note.replace('audit.', 'audit+'),
    'a leading zero in the size': (note) => note.replace('\n70000\n', '\n070000\n'),
    'an extension line': (note) => note.replace('\n\n', '\nextension\n\n'),
    'seventeen signatures': (note) => {
      const line = note.split('\n').at(-2) ?? '';
      return note + `${line}\n`.repeat(16);
    },
    'a base64 that is not canonical': (note) => {
      const [origin, size, root = '', ...rest] = note.split('\n');
      return [origin, size, root.replace('=', ''), ...rest].join('\n');
    },
    'an empty line more': (note) => note.replace('\n\n', '\n\n\n'),
    'a space behind the size': (note) => note.replace('\n70000\n', '\n70000 \n'),
  };
}
