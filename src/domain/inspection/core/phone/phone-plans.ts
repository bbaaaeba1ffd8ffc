import type { PhonePlan } from '../../scan/detector.ts';
import { unitAt } from '../../scan/unit-at.ts';
import type { PhoneRun } from './phone-run.ts';

/** How a number's digits fit the plans, from what says most to what says least. */
const fits = ['international', 'trunk', 'country_code', 'national'] as const;

export type PhoneFit = (typeof fits)[number] | 'international_unknown' | 'none';

/** What is dialled, as values of digits. */
type Dialled = Pick<PhoneRun, 'digits' | 'digitCount'>;

interface Form {
  readonly rank: number;
  readonly prefix: string;
  readonly digitsMin: number;
  readonly digitsMax: number;
}

/** All ways of dialling the plans' numbers, by their first three digits; what says most comes first. */
export interface PhoneForms {
  readonly afterPlus: readonly (readonly Form[])[];
  readonly withoutPlus: readonly (readonly Form[])[];
}

const leadingDigits = 3;

export function phoneForms(plans: readonly PhonePlan[]): PhoneForms {
  // A trunk prefix is often written after the country code, in brackets or not.
  const afterPlus = plans.flatMap((plan) => [
    ...formsOf(plan, 'international', plan.countryCode),
    ...formsOf(plan, 'international', `${plan.countryCode}${plan.trunk || '0'}`),
  ]);
  const withoutPlus = plans.flatMap((plan) => [
    ...(plan.trunk === '' ? [] : formsOf(plan, 'trunk', plan.trunk)),
    ...formsOf(plan, 'country_code', plan.countryCode),
    ...formsOf(plan, 'national', ''),
  ]);
  return { afterPlus: byLeadingDigits(afterPlus), withoutPlus: byLeadingDigits(withoutPlus) };
}

// ITU-T E.123: 00 is the international prefix that most countries dial; North America and Singapore have their own.
const internationalPrefixes = ['00', '011', '001'];

export function fitPhone(
  run: Dialled & Pick<PhoneRun, 'hasPlus'>,
  { afterPlus, withoutPlus }: PhoneForms,
): PhoneFit {
  if (!run.hasPlus) return fitDialled(run, afterPlus) ?? bestFit(run, 0, withoutPlus) ?? 'none';
  const isUnknown = run.digitCount >= 8 && run.digits[0] !== 0;
  return bestFit(run, 0, afterPlus) ?? (isUnknown ? 'international_unknown' : 'none');
}

function fitDialled(run: Dialled, afterPlus: PhoneForms['afterPlus']): PhoneFit | undefined {
  // Of the numbers that begin with 0, most go on with what no prefix has.
  if (run.digits[0] !== 0 || (run.digits[1] ?? 0) > 1) return undefined;
  for (const prefix of internationalPrefixes) {
    const isDialled = standsAt(prefix, run, { from: 0, known: 0 });
    const fit = isDialled ? bestFit(run, prefix.length, afterPlus) : undefined;
    if (fit) return fit;
  }
  return undefined;
}

/** How the digits from a place on fit. */
function bestFit(
  run: Dialled,
  from: number,
  forms: readonly (readonly Form[])[],
): PhoneFit | undefined {
  const count = run.digitCount - from;
  if (count < leadingDigits) return undefined;
  let leading = 0;
  for (let at = from; at < from + leadingDigits; at += 1)
    leading = leading * 10 + (run.digits[at] ?? 0);
  for (const { prefix, digitsMin, digitsMax, rank } of forms[leading] ?? []) {
    const isLength = count >= digitsMin && count <= digitsMax;
    if (isLength && standsAt(prefix, run, { from, known: leadingDigits })) return fits[rank];
  }
  return undefined;
}

/** Whether a prefix stands at a place, the beginning of which is known to. */
function standsAt(
  prefix: string,
  { digits, digitCount }: Dialled,
  { from, known }: { readonly from: number; readonly known: number },
): boolean {
  if (from + prefix.length > digitCount) return false;
  for (let at = known; at < prefix.length; at += 1)
    if (digits[from + at] !== unitAt(prefix, at) - 0x30) return false;
  return true;
}

function formsOf(plan: PhonePlan, fit: (typeof fits)[number], dialled: string): readonly Form[] {
  return plan.numbers.flatMap(({ prefixes, digitsMin, digitsMax }) =>
    prefixes.map((prefix) => ({
      rank: fits.indexOf(fit),
      prefix: `${dialled}${prefix}`,
      digitsMin: digitsMin + dialled.length,
      digitsMax: digitsMax + dialled.length,
    })),
  );
}

function byLeadingDigits(forms: readonly Form[]): readonly (readonly Form[])[] {
  const sorted = forms.toSorted((a, b) => a.rank - b.rank);
  return Array.from({ length: 10 ** leadingDigits }, (_, number) => {
    const leading = String(number).padStart(leadingDigits, '0');
    return sorted.filter(({ prefix }) => prefix.startsWith(leading) || leading.startsWith(prefix));
  });
}
