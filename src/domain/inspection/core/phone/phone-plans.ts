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

/** All ways of dialling the plans' numbers, by first digit. */
export interface PhoneForms {
  readonly afterPlus: readonly (readonly Form[])[];
  readonly withoutPlus: readonly (readonly Form[])[];
}

export function phoneForms(plans: readonly PhonePlan[]): PhoneForms {
  // A trunk prefix is often written after the country code, in brackets or not.
  const afterPlus = plans.flatMap((plan) => [
    ...formsOf(plan, 'international', plan.countryCode),
    ...formsOf(plan, 'international', `${plan.countryCode}${plan.trunk || '0'}`),
  ]);
  const withoutPlus = plans.flatMap((plan) => [
    // ITU-T E.123: 00 is the international prefix that most countries dial; North America and Singapore have their own.
    ...['00', '011', '001'].flatMap((dialled) =>
      formsOf(plan, 'international', `${dialled}${plan.countryCode}`),
    ),
    ...(plan.trunk === '' ? [] : formsOf(plan, 'trunk', plan.trunk)),
    ...formsOf(plan, 'country_code', plan.countryCode),
    ...formsOf(plan, 'national', ''),
  ]);
  return { afterPlus: byFirstDigit(afterPlus), withoutPlus: byFirstDigit(withoutPlus) };
}

export function fitPhone(digits: string, hasPlus: boolean, forms: PhoneForms): PhoneFit {
  const lead = digits.charCodeAt(0) - 48;
  const candidates = (hasPlus ? forms.afterPlus : forms.withoutPlus)[lead] ?? [];
  let best: number = fits.length;
  for (const { rank, prefix, digitsMin, digitsMax } of candidates) {
    const isLength = digits.length >= digitsMin && digits.length <= digitsMax;
    if (rank < best && isLength && digits.startsWith(prefix)) best = rank;
  }
  const isUnknown = hasPlus && digits.length >= 8 && lead > 0;
  return fits[best] ?? (isUnknown ? 'international_unknown' : 'none');
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

function byFirstDigit(forms: readonly Form[]): readonly (readonly Form[])[] {
  return Array.from({ length: 10 }, (_, digit) =>
    forms.filter(({ prefix }) => prefix.startsWith(String(digit))),
  );
}
