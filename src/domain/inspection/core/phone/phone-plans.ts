import type { PhonePlan } from '../../scan/detector.ts';

/** How a number's digits fit the plans, from what says most to what says least. */
const fits = ['international', 'trunk', 'country_code', 'national'] as const;

export type PhoneFit = (typeof fits)[number] | 'international_unknown' | 'none';

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

export function fitPhone(digits: string, hasPlus: boolean, forms: PhoneForms): PhoneFit {
  if (!hasPlus) return fitDialled(digits, forms) ?? bestFit(digits, forms.withoutPlus) ?? 'none';
  const isUnknown = digits.length >= 8 && !digits.startsWith('0');
  return bestFit(digits, forms.afterPlus) ?? (isUnknown ? 'international_unknown' : 'none');
}

function fitDialled(digits: string, forms: PhoneForms): PhoneFit | undefined {
  // Of the numbers that begin with 0, most go on with what no prefix has.
  if (digits.charCodeAt(0) !== 0x30 || digits.charCodeAt(1) > 0x31) return undefined;
  for (const dialled of internationalPrefixes) {
    const isDialled = digits.startsWith(dialled);
    const fit = isDialled ? bestFit(digits.slice(dialled.length), forms.afterPlus) : undefined;
    if (fit) return fit;
  }
  return undefined;
}

function bestFit(digits: string, forms: readonly (readonly Form[])[]): PhoneFit | undefined {
  if (digits.length < leadingDigits) return undefined;
  let leading = 0;
  for (let at = 0; at < leadingDigits; at += 1) {
    leading = leading * 10 + digits.charCodeAt(at) - 0x30;
  }
  for (const form of forms[leading] ?? []) {
    const isLength = digits.length >= form.digitsMin && digits.length <= form.digitsMax;
    if (isLength && digits.startsWith(form.prefix)) return fits[form.rank];
  }
  return undefined;
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
