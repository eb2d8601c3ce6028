/** A bar for each row, stacked from its columns, with the row's sum at its end. */
import { useTranslation } from "react-i18next";
import { type Grid, sum } from "./grid";
import { Legend } from "./Legend";
import { useWidth } from "./useWidth";

const LINE_PX = 28;
const NAME_PX = 96;
const SUM_PX = 48;

export function Bars({ grid, label }: { grid: Grid; label: string }) {
  const { i18n } = useTranslation();
  const [frame, width_px] = useWidth<HTMLDivElement>(480);
  const sums = grid.values.map(sum);
  const most = Math.max(1, ...sums);
  const long_px = width_px - NAME_PX - SUM_PX;
  const span = (count: number) => (long_px * count) / most;
  return (
    <div ref={frame}>
      <svg
        className="chart"
        role="img"
        aria-label={label}
        width={width_px}
        height={grid.rows.length * LINE_PX}
      >
        {grid.rows.map((row, index) => {
          let begun = 0;
          return (
            <g key={row.key} transform={`translate(0 ${index * LINE_PX})`}>
              <text x={NAME_PX - 8} y={18} textAnchor="end">
                {row.label}
              </text>
              {grid.columns.map((column, series) => {
                const count = grid.values[index]?.[series] ?? 0;
                const x = NAME_PX + span(begun);
                begun += count;
                return (
                  count > 0 && (
                    <rect
                      key={column.key}
                      className="chart-mark"
                      data-series={series}
                      x={x}
                      y={4}
                      width={span(count)}
                      height={LINE_PX - 8}
                    >
                      <title>{`${row.label}, ${column.label}: ${count.toLocaleString(i18n.language)}`}</title>
                    </rect>
                  )
                );
              })}
              <text className="chart-soft" x={NAME_PX + span(begun) + 6} y={18}>
                {(sums[index] ?? 0).toLocaleString(i18n.language)}
              </text>
            </g>
          );
        })}
      </svg>
      {grid.columns.length > 1 && <Legend names={grid.columns} />}
    </div>
  );
}
