/** Shares of a whole as slices of a ring, each named beside it with its number and its percentage. */
import { useTranslation } from "react-i18next";
import { arc, slices } from "./arcs";
import { type Name, sum } from "./grid";
import { percent } from "./numbers";

interface Props {
  names: readonly Name[];
  values: readonly number[];
  label: string;
}

export function Ring({ names, values, label }: Props) {
  const { i18n } = useTranslation();
  const total = sum(values);
  const parts = slices(values);
  return (
    <div className="chart-ring">
      <svg className="chart" role="img" aria-label={label} viewBox="-50 -50 100 100" width={148} height={148}>
        {names.map(({ key, label: name }, index) => {
          const [from, to] = parts[index] ?? [0, 0];
          return (
            to > from && (
              <path key={key} className="chart-mark" data-series={index} d={arc(from, to, 26, 48)}>
                <title>{`${name}: ${percent(i18n.language, to - from)}`}</title>
              </path>
            )
          );
        })}
      </svg>
      <ul className="chart-legend">
        {names.map(({ key, label: name }, index) => (
          <li key={key}>
            <svg width="22" height="12" aria-hidden="true" focusable="false">
              <rect
                x="0.5"
                y="0.5"
                width="21"
                height="11"
                rx="2"
                className="chart-mark"
                data-series={index}
              />
            </svg>
            <span>{name}</span>
            <span className="chart-number">
              {(values[index] ?? 0).toLocaleString(i18n.language)} ·{" "}
              {percent(i18n.language, (values[index] ?? 0) / (total || 1))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
