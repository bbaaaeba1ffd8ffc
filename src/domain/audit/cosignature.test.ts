import { describe, expect, test } from 'vitest';
import { ed25519Signer, ed25519Verify } from '../../adapters/evidence/ed25519.ts';
import { utf8 } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import {
  parseWitnessVkey,
  signCosignature,
  verifyCosignature,
  witnessVkeyOf,
} from './cosignature.ts';
import { emptyRoot } from './merkle.ts';
import { openNote, parseNote, vkeyOf } from './signed-note.ts';

const log = ed25519Signer('log.example/a', new Uint8Array(32).fill(1));
const witness = ed25519Signer('witness.example/w1', new Uint8Array(32).fill(2));
const checkpoint = signCheckpoint({ origin: log.name, size: 0, root: emptyRoot() }, log);
const { text } = parseNote(utf8(checkpoint));
const key = parseWitnessVkey(witnessVkeyOf(witness.name, witness.publicKey));
const time = 1_767_322_800;

const read = (note: string) => verifyCosignature(parseNote(utf8(note)), key, ed25519Verify);

describe('a cosignature', () => {
  test('is read with its time', () => {
    const line = signCosignature(text, time, witness);
    expect(read(checkpoint + line)).toEqual({ key, time });
  });

  test('is the newest where a witness signed more than once', () => {
    const lines = [time + 60, time].map((at) => signCosignature(text, at, witness));
    expect(read(checkpoint + lines.join(''))?.time).toBe(time + 60);
  });

  test('of another witness is not seen', () => {
    const other = ed25519Signer('witness.example/w2', new Uint8Array(32).fill(3));
    expect(read(checkpoint + signCosignature(text, time, other))).toBeUndefined();
  });

  test('that was made for another checkpoint condemns the note', () => {
    const line = signCosignature(text.replace('\n0\n', '\n1\n'), time, witness);
    expect(() => read(checkpoint + line)).toThrowError(
      expect.objectContaining({ code: 'bad_signature' }),
    );
  });

  test('whose time was changed condemns the note', () => {
    const line = signCosignature(text, time, witness);
    const [, , encoded = ''] = line.trim().split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    bytes[11] = (bytes[11] ?? 0) ^ 1;
    const changed = line.replace(encoded, bytes.toString('base64'));
    expect(() => read(checkpoint + changed)).toThrowError(
      expect.objectContaining({ code: 'bad_signature' }),
    );
  });

  test('never counts as a signature of the log, nor one of the log as a cosignature', () => {
    // The same key and the same name: only the type tells them apart, and it is in the key id.
    const asWitness = parseWitnessVkey(witnessVkeyOf(log.name, log.publicKey));
    expect(
      verifyCosignature(parseNote(utf8(checkpoint)), asWitness, ed25519Verify),
    ).toBeUndefined();
    const cosigned = `${text}\n${signCosignature(text, time, log)}`;
    const asLog = {
      name: log.name,
      publicKey: log.publicKey,
      keyId: vkeyOf(log.name, log.publicKey).split('+')[1] ?? '',
    };
    expect(() => openNote(utf8(cosigned), [asLog], ed25519Verify)).toThrowError(
      expect.objectContaining({ code: 'unsigned' }),
    );
  });

  test('has a time in whole seconds', () => {
    expect(() => signCosignature(text, 1.5, witness)).toThrowError(
      expect.objectContaining({ code: 'bad_note' }),
    );
  });
});

test('the key id of a witness is computed with the type of a cosignature', () => {
  const vkey = witnessVkeyOf(witness.name, witness.publicKey);
  expect(vkey.split('+')[1]).not.toBe(vkeyOf(witness.name, witness.publicKey).split('+')[1]);
  expect(() => parseWitnessVkey(vkeyOf(witness.name, witness.publicKey))).toThrowError(
    expect.objectContaining({ code: 'bad_vkey' }),
  );
});
