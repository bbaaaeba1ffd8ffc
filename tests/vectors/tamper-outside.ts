import { utf8 } from '../../src/domain/audit/bytes.ts';
import { encodeReceipt, type Receipt } from '../../src/domain/audit/receipt.ts';
import { parseNote, signNote } from '../../src/domain/audit/signed-note.ts';
import { receiptAt } from './receipts.ts';
import { bundleOf, logOf, sampleLog, sampleSigner } from './sample-log.ts';
import type { ShownHistory, TamperedReceipt, TwoHistories } from './tamper-cases.ts';
import {
  forgedLog,
  forger,
  type GoodBundle,
  leafAt,
  matrixSize,
  middle,
} from './tampered-bundles.ts';

const other = sampleSigner(1, 'audit.monago.example/log/another');

/** Two checkpoints under the real key. */
export const twoHistories: readonly TwoHistories[] = [
  {
    row: 4,
    what: 'a log written anew under the real key, and the checkpoint of an old receipt',
    checkpoints: (good) => [
      good.log.checkpointAt(65_536),
      forgedLog(good).checkpointAt(matrixSize),
    ],
    bundle: (good) => bundleOf(forgedLog(good)),
    exit: 1,
  },
  {
    row: 9,
    what: 'two roots of one size',
    checkpoints: (good) => [
      good.log.checkpointAt(matrixSize),
      forgedLog(good).checkpointAt(matrixSize),
    ],
    exit: 1,
  },
  {
    row: 9,
    what: 'the same checkpoint twice',
    checkpoints: ({ log }) => [log.checkpointAt(matrixSize), log.checkpointAt(matrixSize)],
    exit: 0,
  },
  {
    row: 9,
    what: 'a log that grew',
    checkpoints: ({ log }) => [log.checkpointAt(65_536), log.checkpointAt(matrixSize)],
    bundle: ({ files }) => new Map(files),
    exit: 0,
  },
  {
    row: 9,
    what: 'a log that may have grown, without the hashes to tell',
    checkpoints: ({ log }) => [log.checkpointAt(65_536), log.checkpointAt(matrixSize)],
    exit: 2,
  },
  {
    row: 9,
    what: 'the second one signed by a forger',
    checkpoints: ({ log }) => [
      log.checkpointAt(256),
      logOf(log.leaves.slice(0, 257), sampleSigner(2)).checkpointAt(257),
    ],
    exit: 3,
  },
];

/** What a log shows to somebody who watches it. */
export const shownHistories: readonly ShownHistory[] = [
  {
    row: 8,
    what: 'a log that shows less than before',
    seen: ({ log }) => log.checkpointAt(matrixSize),
    shown: ({ log }) => bundleOf(logOf(log.leaves.slice(0, 65_536))),
    exit: 2,
  },
  {
    row: 9,
    what: 'a log that was written anew at the same size',
    seen: ({ log }) => log.checkpointAt(matrixSize),
    shown: (good) => bundleOf(forgedLog(good)),
    exit: 1,
  },
  {
    row: 9,
    what: 'a log that was written anew and grew',
    seen: ({ log }) => log.checkpointAt(65_536),
    shown: (good) => bundleOf(forgedLog(good)),
    exit: 1,
  },
  {
    row: 9,
    what: 'a log that grew',
    seen: ({ log }) => log.checkpointAt(65_536),
    shown: ({ files }) => new Map(files),
    exit: 0,
  },
];

type Change = (receipt: Receipt, good: GoodBundle) => Receipt | Promise<Receipt>;

function changed(change: Change): TamperedReceipt['receipt'] {
  return async (good) => encodeReceipt(await change(good.receipt, good));
}

function spelled(change: (text: string) => string): TamperedReceipt['receipt'] {
  return ({ receipt }) => change(encodeReceipt(receipt));
}

const asWritten = changed((receipt) => receipt);

/** Receipts of one entry. */
export const tamperedReceipts: readonly TamperedReceipt[] = [
  { row: 12, what: 'as it was written', receipt: asWritten, exit: 0 },
  {
    row: 10,
    what: 'of another tenant, signed by its key',
    receipt: async () => encodeReceipt(await receiptAt(sampleLog(300, other), 7)),
    exit: 1,
    check: 'V2',
  },
  {
    row: 10,
    what: 'with an entry of another tenant',
    receipt: changed(async (receipt) => {
      const { leaf } = await receiptAt(sampleLog(300, other), 7);
      return { ...receipt, leaf };
    }),
    exit: 1,
    check: 'V7',
  },
  {
    row: 12,
    what: 'with another index',
    receipt: changed((receipt) => ({ ...receipt, index: middle + 1 })),
    exit: 1,
    check: 'V7',
  },
  {
    row: 12,
    what: 'with the next entry in the place of its own',
    receipt: changed((receipt, good) => ({ ...receipt, leaf: leafAt(good, middle + 1) })),
    exit: 1,
    check: 'V7',
  },
  {
    row: 12,
    what: 'with a hash too many',
    receipt: changed((receipt) => ({ ...receipt, proof: [...receipt.proof, new Uint8Array(32)] })),
    exit: 1,
    check: 'V5',
    isWordsOnly: true,
  },
  {
    row: 12,
    what: 'with a hash too few',
    receipt: changed((receipt) => ({ ...receipt, proof: receipt.proof.slice(0, -1) })),
    exit: 1,
    check: 'V5',
    isWordsOnly: true,
  },
  {
    row: 12,
    what: 'under the checkpoint of the empty tree',
    receipt: changed((receipt, { log }) => ({ ...receipt, checkpoint: log.checkpointAt(0) })),
    exit: 1,
    check: 'V5',
    isWordsOnly: true,
  },
  {
    row: 12,
    what: 'under the checkpoint of another tenant',
    receipt: changed((receipt) => {
      return { ...receipt, checkpoint: sampleLog(300, other).checkpointAt(300) };
    }),
    exit: 1,
    check: 'V2',
  },
  {
    row: 12,
    what: 'as it was written, asked for another entry',
    receipt: asWritten,
    expect: () => `entry=aud_another`,
    exit: 1,
    check: 'subject',
  },
  {
    row: 3,
    what: 'of a log that a forger wrote under their own key, or that has changed its key',
    receipt: async (good) => encodeReceipt(await receiptAt(forgedLog(good, forger), middle)),
    exit: 2,
    check: 'V3',
  },
  {
    row: 11,
    what: 'with the key id of the log above a signature of another key',
    receipt: changed((receipt, { log }) => {
      const liar = { ...log.signer, sign: forger.sign };
      const checkpoint = signNote(parseNote(utf8(receipt.checkpoint)).text, liar);
      return { ...receipt, checkpoint };
    }),
    exit: 1,
    check: 'V3',
    isWordsOnly: true,
  },
  ...Object.entries(spellings()).map(
    ([what, change]): TamperedReceipt => ({
      row: 17,
      what: `a receipt with ${what}`,
      receipt: spelled(change),
      exit: 3,
    }),
  ),
];

/** Spellings that a lenient reader would take for the same receipt. */
function spellings(): Readonly<Record<string, (text: string) => string>> {
  return {
    'CRLF at the ends of lines': (text) => text.replaceAll('\n', '\r\n'),
    'a leading zero in its index': (text) => text.replace('\nindex ', '\nindex 0'),
    'a base64 that is not canonical': (text) => text.replace(/=\n/, '\n'),
    'another first line': (text) => text.replace('@v1', '@v2'),
  };
}
