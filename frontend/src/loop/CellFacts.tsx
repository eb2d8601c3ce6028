/** All numbers of the cell that is looked at, and why it is as it is. */
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { LoopCell } from "../api/loop";
import { Sheet } from "../settings/Sheet";
import { curateLink } from "../shell/route";
import { emotionName, favoriteName, percent, reasonsOf } from "./names";

export function CellFacts({ cell, wanted }: { cell: LoopCell | null; wanted: number }) {
  const { t, i18n } = useTranslation();
  if (!cell) {
    return (
      <Sheet title={t("loop.cell")}>
        <p className="soft">{t("loop.chooseCell")}</p>
      </Sheet>
    );
  }
  const language = i18n.language;
  const number = (value: number) => value.toLocaleString(language);
  const sides = [
    cell.serving_h !== null && t("loop.ofSide", { count: cell.serving_h, side: t("garden.orientation.h") }),
    cell.serving_v !== null && t("loop.ofSide", { count: cell.serving_v, side: t("garden.orientation.v") }),
  ].filter(Boolean);
  const interval = { low: percent(language, cell.low), high: percent(language, cell.high) };
  const rows = [
    [t("loop.measure.pictures"), number(cell.pictures)],
    [t("loop.measure.serving"), `${number(cell.serving)} (${sides.join(", ")})`],
    [t("loop.measure.shown"), number(cell.shown)],
    [t("loop.measure.liked"), number(cell.liked)],
    [
      t("loop.measure.rate"),
      cell.rate === null ? "–" : t("loop.rateWithin", { rate: percent(language, cell.rate), ...interval }),
    ],
  ] as const;
  const search = new URLSearchParams({ emotion: cell.emotion, favorite: cell.favorite }).toString();
  return (
    <Sheet title={`${emotionName(t, cell.emotion)} / ${favoriteName(t, cell.favorite)}`}>
      <p className="badge" data-state={cell.state}>
        {t(`loop.state.${cell.state}`)}
      </p>
      <ul className="loop-reasons">
        {reasonsOf(t, language, cell, wanted).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <dl className="loop-facts">
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <a href={curateLink(search)}>{t("loop.look")}</a>
    </Sheet>
  );
}
