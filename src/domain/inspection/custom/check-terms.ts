import type { FieldError } from '../../errors.ts';
import type { DenyList } from '../inspection-settings.ts';
import { foldText } from '../scan/fold-text.ts';
import { plainWord, TermWords } from './term-words.ts';

const termsMax = 5_000;

/** Says what is wrong with lists of denied terms, each in a sentence; nothing where they can be used. */
export function checkTerms(lists: readonly DenyList[]): readonly FieldError[] {
  const count = lists.reduce((sum, { terms }) => sum + terms.length, 0);
  if (count > termsMax)
    return [{ field: '0.terms', message: `Use at most ${termsMax} terms in all.` }];
  const problems: FieldError[] = [];
  const listOf = new Map<string, string>();
  lists.forEach(({ name, terms }, list) => {
    terms.forEach((term, at) => {
      const field = `${list}.terms.${at}`;
      const plain = plainTerm(term);
      const other = listOf.get(plain);
      if (plain === '') problems.push({ field, message: 'Enter a letter, a digit or a sign.' });
      else if (other !== undefined && other !== name)
        problems.push({
          field,
          message: `${other} has this term already. A term is reported under one name.`,
        });
      listOf.set(plain, name);
    });
  });
  return problems;
}

function plainTerm(term: string): string {
  const { text } = foldText(term);
  const word = new TermWords(text);
  const words: string[] = [];
  while (word.next()) words.push(plainWord(text, word));
  return words.join(' ');
}
