import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';

/** Lists and patterns report under one set of names. */
export function namesTaken(
  { deny, recognisers }: InspectionView,
  edited: { readonly name: string } | undefined,
): readonly string[] {
  return [...deny, ...recognisers].map(({ name }) => name).filter((name) => name !== edited?.name);
}

interface AnswerErrors {
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** What the server has against one row of a list that is sent as a whole: of `deny.2.terms.0` the rest behind `deny.2.`. */
export function rowComplaint(
  answer: AnswerErrors | undefined,
  row: string,
  field: string,
): string | undefined {
  return answer?.errors.find(({ field: path }) => {
    const rest = path.startsWith(`${row}.`) ? path.slice(row.length + 1) : '';
    return rest === field || rest.startsWith(`${field}.`);
  })?.message;
}
