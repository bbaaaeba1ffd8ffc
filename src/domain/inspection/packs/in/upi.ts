import { isDigitUnit, isLetterUnit, isWordUnit } from '../../scan/character-class.ts';
import type { AnchorDetector } from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { wordSet } from '../../scan/word-set.ts';
import { phrases } from '../phrases.ts';

const localLengthMax = 64;
const handleLengthMax = 24;

/** Handles of banks and payment apps (NPCI). */
const handles: ReadonlySet<string> = new Set(
  phrases(
    `upi, ybl, ibl, axl, paytm, ptyes, ptaxis, pthdfc, ptsbi, okaxis, okhdfcbank, okicici, oksbi, apl, yapl, rapl, amazonpay,
     waaxis, wahdfcbank, waicici, wasbi, sbi, hdfcbank, icici, axisbank, axisb, kotak, kmbl, indus, yesbank, yesg, idfcbank,
     idfcfirst, federal, fbl, pnb, barodampay, cnrb, unionbank, uboi, boi, mahb, aubank, rbl, dbs, hsbc, citi, sc, airtel, jio,
     postbank, freecharge, mobikwik, ikwik, fam, slice, jupiteraxis, naviaxis, timecosmos, tapicici, superyes, axisgo, abfspay`,
  ),
);

const paymentWords = wordSet(
  phrases(
    'upi, upi id, vpa, virtual payment address, payment address, gpay, google pay, phonepe, bhim',
  ),
);

/** Virtual payment addresses: like an e-mail address, with a bank's handle in place of a host name. */
export const upiDetector: AnchorDetector = {
  kind: 'anchor',
  id: 'in.upi',
  type: 'IN_UPI',
  anchor: '@',
  probe(text, at, around) {
    const start = localStart(text, at);
    const end = handleEnd(text, at + 1);
    if (at - start < 2 || end - at < 3 || continuesAsHost(text, end)) return undefined;
    if (handles.has(text.slice(at + 1, end).toLowerCase())) return { start, end, score: 0.9 };
    const context = around.near(start, end, paymentWords);
    return context === undefined ? undefined : { start, end, score: 0.75, context };
  },
};

function localStart(text: string, at: number): number {
  const first = Math.max(0, at - localLengthMax);
  let start = at;
  while (start > first && isLocalUnit(unitAt(text, start - 1))) start -= 1;
  while (start < at && !isWordUnit(unitAt(text, start))) start += 1;
  return start;
}

function isLocalUnit(unit: number): boolean {
  return isDigitUnit(unit) || isLetterUnit(unit) || unit === 0x2d || unit === 0x2e || unit === 0x5f;
}

function handleEnd(text: string, from: number): number {
  const last = Math.min(text.length, from + handleLengthMax);
  let end = from;
  while (end < last && (isLetterUnit(unitAt(text, end)) || isDigitUnit(unitAt(text, end))))
    end += 1;
  return end;
}

function continuesAsHost(text: string, end: number): boolean {
  const unit = unitAt(text, end);
  const isTied = unit === 0x2e || unit === 0x2d || unit === 0x5f;
  return isWordUnit(unit) || (isTied && isWordUnit(unitAt(text, end + 1)));
}
