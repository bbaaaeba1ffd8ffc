import { Button, UnstyledButton } from '@mantine/core';
import { CircleX, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../../../../src/domain/policy/document/problem.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import classes from './PolicyEditor.module.css';

/** More than these are rarely read: they go away with the first ones. */
const shownMax = 6;

/** What is wrong with a document, below it; each problem leads to its place. */
export function ProblemList({
  problems,
  onGo,
  onFix,
}: {
  readonly problems: readonly Problem[];
  readonly onGo: (problem: Problem) => void;
  readonly onFix: ((problem: Problem) => void) | undefined;
}) {
  const text = useText().policyEditor;
  if (problems.length === 0) return null;
  const hidden = problems.length - shownMax;
  return (
    <ul className={classes['problems']} aria-label={text.problems}>
      {problems.slice(0, shownMax).map((problem) => (
        <li
          key={`${problem.start}/${problem.code}/${problem.message}`}
          className={classes['problem']}
          data-severity={problem.severity}
        >
          {problem.severity === 'error' ? (
            <CircleX size={15} role="img" aria-label={text.error} />
          ) : (
            <TriangleAlert size={15} role="img" aria-label={text.warning} />
          )}
          <UnstyledButton fz="inherit" flex="1 1 auto" onClick={() => onGo(problem)}>
            {text.problemAt(problem.line, problem.message)}
          </UnstyledButton>
          {problem.replacement !== undefined && onFix !== undefined && (
            <Button size="compact-xs" variant="light" onClick={() => onFix(problem)}>
              {text.replaceWith(problem.replacement)}
            </Button>
          )}
        </li>
      ))}
      {hidden > 0 && <li className={classes['problem']}>{text.moreProblems(hidden)}</li>}
    </ul>
  );
}
