import { VisuallyHidden } from '@mantine/core';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from './Activate.module.css';
import type { Bar } from './backtest-figures.ts';

const width = 640;
const height = 150;
const parts = ['unchanged', 'looser', 'stricter'] as const;

/** Decisions by day: those that stay, and those that become looser or stricter. The table below says the same. */
export function BacktestChart({ bars }: { readonly bars: readonly Bar[] }) {
  const text = useText().policies.backtest;
  const formats = useFormats();
  const most = Math.max(1, ...bars.map((bar) => totalOf(bar)));
  const step = width / Math.max(bars.length, 1);
  const first = bars[0];
  const last = bars.at(-1);
  return (
    <figure className={classes['chart']}>
      <figcaption>
        {text.chart} <span>{text.most(formats.number(most))}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
        <title>{text.chart}</title>
        {[0.5, 1].map((share) => (
          <line
            key={share}
            className={classes['grid']}
            x1={0}
            x2={width}
            y1={height - share * (height - 4)}
            y2={height - share * (height - 4)}
          />
        ))}
        {bars.map((bar, at) => (
          <g key={bar.day}>
            {stackOf(bar).map(({ part, from, size }) => (
              <rect
                key={part}
                className={classes[part]}
                x={at * step + Math.min(step * 0.15, 6)}
                width={Math.min(step * 0.7, 48)}
                y={height - ((from + size) / most) * (height - 4)}
                height={(size / most) * (height - 4)}
              />
            ))}
          </g>
        ))}
      </svg>
      <div className={classes['axis']} aria-hidden>
        <span>{first && formats.day(first.day)}</span>
        <span>{last && last !== first ? formats.day(last.day) : ''}</span>
      </div>
      <ul className={classes['legend']} aria-hidden>
        {parts.map((part) => (
          <li key={part}>
            <i className={classes[part]} />
            {text.parts[part]}
          </li>
        ))}
      </ul>
      <VisuallyHidden>
        <table>
          <caption>{text.chart}</caption>
          <thead>
            <tr>
              <th scope="col">{text.day}</th>
              {parts.map((part) => (
                <th key={part} scope="col">
                  {text.parts[part]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.day}>
                <th scope="row">{formats.day(bar.day)}</th>
                {parts.map((part) => (
                  <td key={part}>{bar[part]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}

function totalOf({ unchanged, stricter, looser }: Bar): number {
  return unchanged + stricter + looser;
}

function stackOf(bar: Bar) {
  let from = 0;
  return parts.map((part) => {
    const size = bar[part];
    const stacked = { part, from, size };
    from += size;
    return stacked;
  });
}
