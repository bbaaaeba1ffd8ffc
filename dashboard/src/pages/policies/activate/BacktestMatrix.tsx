import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from './Activate.module.css';
import { type Figures, verdictOrder } from './backtest-figures.ts';

/** How many decisions go from which verdict to which. */
export function BacktestMatrix({ figures }: { readonly figures: Figures }) {
  const text = useText().policies;
  const formats = useFormats();
  return (
    <table className={classes['matrix']}>
      <caption>{text.backtest.matrix}</caption>
      <thead>
        <tr>
          <th scope="col">{text.backtest.corner}</th>
          {verdictOrder.map((after) => (
            <th key={after} scope="col">
              {text.verdicts[after]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {verdictOrder.map((before, row) => (
          <tr key={before}>
            <th scope="row">{text.verdicts[before]}</th>
            {verdictOrder.map((after, column) => {
              const count = figures.count(before, after);
              return (
                <td key={after} data-change={count > 0 ? changeOf(row, column) : undefined}>
                  {count === 0 ? '–' : formats.number(count)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function changeOf(row: number, column: number): 'same' | 'stricter' | 'looser' {
  if (row === column) return 'same';
  return column > row ? 'stricter' : 'looser';
}
