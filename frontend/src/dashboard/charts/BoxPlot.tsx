/** How a number is spread, by row: whiskers from the least to the most, a box over the middle half, a line at the median. */
import { useTranslation } from "react-i18next";
import type { Name } from "./grid";
import { ticksOf } from "./grid";
import { decimal } from "./numbers";
import { useWidth } from "./useWidth";

export interface Spread extends Name {
  readonly count: number;
  readonly least: number;
  readonly lower: number; // a quarter lies below
  readonly median: number;
  readonly upper: number; // a quarter lies above
  readonly most: number;
}

const LINE_PX = 30;
const NAME_PX = 96;
const RIGHT_PX = 16;

export function BoxPlot({ spreads, label }: { spreads: readonly Spread[]; label: string }) {
  const { i18n } = useTranslation();
  const [frame, width_px] = useWidth<HTMLDivElement>(480);
  const ticks = ticksOf(Math.max(1, ...spreads.map(({ most }) => most)));
  const end = ticks.at(-1) ?? 1;
  const x = (value: number) => NAME_PX + (value / end) * (width_px - NAME_PX - RIGHT_PX);
  const foot_px = spreads.length * LINE_PX;
  return (
    <div ref={frame}>
      <svg className="chart" role="img" aria-label={label} width={width_px} height={foot_px + 22}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="chart-rule" x1={x(tick)} x2={x(tick)} y1={0} y2={foot_px} />
            <text className="chart-soft" x={x(tick)} y={foot_px + 16} textAnchor="middle">
              {decimal(i18n.language, tick)}
            </text>
          </g>
        ))}
        {spreads.map(({ key, label: name, least, lower, median, upper, most }, index) => (
          <g key={key} transform={`translate(0 ${index * LINE_PX})`}>
            <title>{`${name}: ${[least, lower, median, upper, most].map((one) => decimal(i18n.language, one)).join(" · ")}`}</title>
            <text x={NAME_PX - 8} y={19} textAnchor="end">
              {name}
            </text>
            <path
              className="chart-whisker"
              d={`M${x(least)} 15H${x(most)}M${x(least)} 10v10M${x(most)} 10v10`}
            />
            <rect
              className="chart-mark"
              data-series={2}
              x={x(lower)}
              y={6}
              width={Math.max(1, x(upper) - x(lower))}
              height={18}
            />
            <line className="chart-median" x1={x(median)} x2={x(median)} y1={6} y2={24} />
          </g>
        ))}
      </svg>
    </div>
  );
}
