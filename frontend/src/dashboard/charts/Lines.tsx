/** A line for each row over its columns; lines differ in colour and in their dashes. */
import { useTranslation } from "react-i18next";
import { type Grid, largestOf, ticksOf } from "./grid";
import { useWidth } from "./useWidth";

const HIGH_PX = 240;
const LEFT_PX = 40;
const BELOW_PX = 24;
const ABOVE_PX = 8;
const RIGHT_PX = 12;
const NAMED_PX = 34;
const DASHES = ["", "7 4", "2 3", "10 3 2 3", "", "7 4", "2 3", "10 3 2 3"] as const;

export function Lines({ grid, label }: { grid: Grid; label: string }) {
  const { i18n } = useTranslation();
  const [frame, width_px] = useWidth<HTMLDivElement>(480);
  const ticks = ticksOf(largestOf(grid));
  const most = ticks.at(-1) ?? 1;
  const step_px = (width_px - LEFT_PX - RIGHT_PX) / Math.max(1, grid.columns.length - 1);
  const x = (at: number) => LEFT_PX + at * step_px;
  const y = (count: number) => HIGH_PX - BELOW_PX - (count / most) * (HIGH_PX - BELOW_PX - ABOVE_PX);
  const named = Math.max(1, Math.ceil(NAMED_PX / step_px));
  return (
    <div ref={frame}>
      <svg className="chart" role="img" aria-label={label} width={width_px} height={HIGH_PX}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="chart-rule" x1={LEFT_PX} x2={width_px - RIGHT_PX} y1={y(tick)} y2={y(tick)} />
            <text className="chart-soft" x={LEFT_PX - 6} y={y(tick) + 4} textAnchor="end">
              {tick.toLocaleString(i18n.language)}
            </text>
          </g>
        ))}
        {grid.columns.map(
          ({ key, label: name }, at) =>
            at % named === 0 && (
              <text key={key} className="chart-soft" x={x(at)} y={HIGH_PX - 6} textAnchor="middle">
                {name}
              </text>
            ),
        )}
        {grid.rows.map(({ key, label: name }, row) => (
          <polyline
            key={key}
            className="chart-line"
            data-series={row}
            strokeDasharray={DASHES[row]}
            points={(grid.values[row] ?? []).map((count, at) => `${x(at)},${y(count)}`).join(" ")}
          >
            <title>{name}</title>
          </polyline>
        ))}
      </svg>
      <ul className="chart-legend">
        {grid.rows.map(({ key, label: name }, row) => (
          <li key={key}>
            <svg width="30" height="12" aria-hidden="true" focusable="false">
              <line
                className="chart-line"
                data-series={row}
                strokeDasharray={DASHES[row]}
                x1="0"
                x2="30"
                y1="6"
                y2="6"
              />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
