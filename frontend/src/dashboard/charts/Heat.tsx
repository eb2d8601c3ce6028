/** The stronger the count, the stronger the tint. */
import { useTranslation } from "react-i18next";
import { type Grid, largestOf } from "./grid";
import { useWidth } from "./useWidth";

const LINE_PX = 26;
const NAME_PX = 84;
const NAMED_PX = 26; // a column's name needs so much

export function Heat({ grid, label }: { grid: Grid; label: string }) {
  const { i18n } = useTranslation();
  const [frame, width_px] = useWidth<HTMLDivElement>(480);
  const most = Math.max(1, largestOf(grid));
  const step_px = (width_px - NAME_PX) / Math.max(1, grid.columns.length);
  const named = Math.max(1, Math.ceil(NAMED_PX / step_px));
  return (
    <div ref={frame}>
      <svg
        className="chart"
        role="img"
        aria-label={label}
        width={width_px}
        height={(grid.rows.length + 1) * LINE_PX}
      >
        {grid.rows.map((row, index) => (
          <g key={row.key} transform={`translate(0 ${index * LINE_PX})`}>
            <text x={NAME_PX - 8} y={17} textAnchor="end">
              {row.label}
            </text>
            {grid.columns.map((column, at) => {
              const count = grid.values[index]?.[at] ?? 0;
              return (
                <rect
                  key={column.key}
                  className="chart-heat"
                  style={{ "--heat": `${Math.round((100 * count) / most)}%` }}
                  x={NAME_PX + at * step_px + 1}
                  y={1}
                  width={Math.max(1, step_px - 2)}
                  height={LINE_PX - 2}
                  rx={3}
                >
                  <title>{`${row.label}, ${column.label}: ${count.toLocaleString(i18n.language)}`}</title>
                </rect>
              );
            })}
          </g>
        ))}
        {grid.columns.map(
          (column, at) =>
            at % named === 0 && (
              <text
                key={column.key}
                className="chart-soft"
                x={NAME_PX + (at + 0.5) * step_px}
                y={grid.rows.length * LINE_PX + 17}
                textAnchor="middle"
              >
                {column.label}
              </text>
            ),
        )}
      </svg>
    </div>
  );
}
