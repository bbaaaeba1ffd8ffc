import { type FieldError, MonagoError } from '../../domain/errors.ts';
import { checkRecogniser } from '../../domain/inspection/custom/check-recogniser.ts';
import { checkTerms } from '../../domain/inspection/custom/check-terms.ts';
import { isTooSlow } from '../../domain/inspection/custom/is-too-slow.ts';
import { entities } from '../../domain/inspection/entity.ts';
import type {
  CustomRecogniser,
  InspectionSettings,
} from '../../domain/inspection/inspection-settings.ts';
import type { Clock } from '../../ports/clock.ts';

/** How long all patterns of one change may be tried for. */
const trialMsMax = 2_000;

/** @throws MonagoError `invalid_input` for patterns, terms and names that cannot be used */
export function refuseUnusable(settings: InspectionSettings): void {
  const { deny, recognisers } = settings;
  const fields: FieldError[] = recognisers.flatMap((recogniser, at) =>
    within(`recognisers.${at}`, checkRecogniser(recogniser)),
  );
  fields.push(...within('deny', checkTerms(deny)));
  const named = [
    ...deny.map(({ name }, at) => ({ name, field: `deny.${at}.name` })),
    ...recognisers.map(({ name }, at) => ({ name, field: `recognisers.${at}.name` })),
  ];
  named.forEach(({ name, field }, at) => {
    if (Object.hasOwn(entities, name)) {
      fields.push({ field, message: 'Monago itself reports this type. Choose another name.' });
    } else if (named.findIndex((one) => one.name === name) !== at) {
      fields.push({ field, message: 'This name is already used.' });
    }
  });
  if (fields.length > 0) throw new MonagoError('invalid_input', { fields });
}

/**
 * Tries the patterns that are not in `known`. Those that cannot be used at all are left to `refuseUnusable`.
 * @throws MonagoError `invalid_input` for the first that takes too long
 */
export function refuseSlow(
  recognisers: readonly CustomRecogniser[],
  known: ReadonlySet<string>,
  clock: Clock,
): void {
  const end = clock.monotonic() + trialMsMax;
  recognisers.forEach((recogniser, at) => {
    const { pattern } = recogniser;
    if (known.has(pattern) || checkRecogniser(recogniser).length > 0) return;
    const field = `recognisers.${at}.pattern`;
    if (clock.monotonic() > end) {
      const message = 'The patterns take too long to try. Save fewer of them at once.';
      throw new MonagoError('invalid_input', { fields: [{ field, message }] });
    }
    if (isTooSlow(pattern, () => clock.monotonic())) {
      const message =
        'The pattern takes too long on some texts. Use fewer repetitions of what may be anything.';
      throw new MonagoError('invalid_input', { fields: [{ field, message }] });
    }
  });
}

function within(path: string, problems: readonly FieldError[]): readonly FieldError[] {
  return problems.map(({ field, message }) => ({ field: `${path}.${field}`, message }));
}
