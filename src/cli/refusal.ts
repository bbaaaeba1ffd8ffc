import { CommandFailure, settingsFailure } from './surroundings.ts';

/**
 * What the operator is told in place of a stack trace; undefined for a failure that is a mistake of ours.
 * @param ahead what stands ahead of the sentence
 */
export async function refusalOf(failure: unknown, ahead = ''): Promise<CommandFailure | undefined> {
  const { operatorSentence } = await import('../compose/operator-sentence.ts');
  const told = operatorSentence(failure);
  if (told === undefined) return undefined;
  if (told.kind === 'settings') return settingsFailure(told.problems);
  return new CommandFailure(`${ahead}${told.sentence}`);
}
