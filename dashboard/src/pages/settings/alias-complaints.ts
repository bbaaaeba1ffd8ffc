import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { ModelAliasView } from '../../../../src/contract/schemas.ts';
import type { FieldErrors } from '../../api/validation.ts';
import type { Dictionary } from '../../app/i18n/en.ts';

const { alias: aliasSchema, model: modelSchema } = controlEndpoints['model_alias.set'].body.shape;

/** What is wrong with the fields as typed, in words that the schema's codes do not have. */
export function aliasComplaints(
  { alias, model }: Readonly<Record<string, string>>,
  taken: readonly Pick<ModelAliasView, 'alias'>[],
  text: Dictionary['models']['aliases'],
): FieldErrors {
  const found: Record<string, string> = {};
  if (isFaulty(aliasSchema, alias)) found['alias'] = text.aliasRule;
  else if (taken.some((one) => one.alias === alias?.trim())) found['alias'] = text.aliasTaken;
  if (isFaulty(modelSchema, model)) found['model'] = text.modelRule;
  return found;
}

/** Of something; that there is nothing is another complaint. */
function isFaulty(schema: typeof aliasSchema, text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '' && !schema.safeParse(text).success;
}
