/** What each colour stands for. */
import type { Name } from "./grid";

export function Legend({ names }: { names: readonly Name[] }) {
  return (
    <ul className="chart-legend">
      {names.map(({ key, label }, index) => (
        <li key={key}>
          <svg width="22" height="12" aria-hidden="true" focusable="false">
            <rect x="0.5" y="0.5" width="21" height="11" rx="2" className="chart-mark" data-series={index} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
