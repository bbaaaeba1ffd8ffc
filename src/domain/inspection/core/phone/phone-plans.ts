import type { PhonePlan } from '../../scan/detector.ts';

/** How a number's digits fit the plans. */
export type PhoneFit =
  | 'international'
  | 'international_unknown'
  | 'trunk'
  | 'country_code'
  | 'national'
  | 'none';

export function fitPlans(digits: string, hasPlus: boolean, plans: readonly PhonePlan[]): PhoneFit {
  if (hasPlus) return fitInternational(digits, plans);
  // ITU-T E.123: 00 is the international prefix most countries dial.
  if (digits.startsWith('00')) {
    return fitInternational(digits.slice(2), plans) === 'international' ? 'international' : 'none';
  }
  if (plans.some((plan) => hasTrunk(digits, plan))) return 'trunk';
  if (plans.some((plan) => isNational(afterCountryCode(digits, plan), plan))) return 'country_code';
  return plans.some((plan) => isNational(digits, plan)) ? 'national' : 'none';
}

function fitInternational(digits: string, plans: readonly PhonePlan[]): PhoneFit {
  const known = plans.filter((plan) => digits.startsWith(plan.countryCode));
  // A trunk prefix is often written after the country code, in brackets or not.
  const fits = known.some((plan) => {
    const national = afterCountryCode(digits, plan);
    return isNational(national, plan) || hasTrunk(national, plan);
  });
  if (fits) return 'international';
  return digits.length >= 8 && digits.charAt(0) !== '0' ? 'international_unknown' : 'none';
}

function afterCountryCode(digits: string, plan: PhonePlan): string {
  return digits.startsWith(plan.countryCode) ? digits.slice(plan.countryCode.length) : '';
}

function hasTrunk(digits: string, plan: PhonePlan): boolean {
  if (plan.trunk === '' || !digits.startsWith(plan.trunk)) return false;
  return isNational(digits.slice(plan.trunk.length), plan);
}

function isNational(digits: string, plan: PhonePlan): boolean {
  for (const { prefixes, digitsMin, digitsMax } of plan.numbers) {
    if (digits.length < digitsMin || digits.length > digitsMax) continue;
    for (const prefix of prefixes) if (digits.startsWith(prefix)) return true;
  }
  return false;
}
