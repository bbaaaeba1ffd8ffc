import { inspectionSchema } from '../../../../../src/contract/inspection-endpoints.ts';
import type { FieldErrors } from '../../../api/validation.ts';
import type { Dictionary } from '../../../app/i18n/en.ts';

const { name: nameSchema } = inspectionSchema.shape.deny.element.shape;

/** What is wrong with the name of a list or a pattern, in words that the schema's codes do not have. */
export function nameComplaint(
  name: string,
  taken: readonly string[],
  text: Dictionary['inspection'],
): FieldErrors {
  if (name === '') return {};
  if (!nameSchema.safeParse(name).success) return { name: text.nameRule };
  return taken.includes(name) ? { name: text.nameTaken } : {};
}
