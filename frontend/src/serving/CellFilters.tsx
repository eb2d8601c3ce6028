/** Which cells are looked at. */
import { useTranslation } from "react-i18next";
import { Choice } from "../curate/filterFields";
import type { Filters } from "../pool/filters";
import { emotionName } from "../pool/names";
import { EMOTIONS, SEASONS, TIMES, WEATHERS } from "../pool/words";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function CellFilters({ filters, onChange }: Props) {
  const { t } = useTranslation();
  const change = (some: Partial<Filters>) => onChange({ ...filters, ...some });
  return (
    <div className="filter-fields">
      <Choice
        name={t("curate.filter.emotion")}
        value={filters.emotion[0] ?? null}
        values={EMOTIONS.map((word) => [word, emotionName(t, word), undefined])}
        onChange={(emotion) => change({ emotion: emotion ? [emotion] : [] })}
      />
      <Choice
        name={t("curate.filter.season")}
        value={filters.season}
        values={SEASONS.map((word) => [word, t(`garden.season.${word}`), undefined])}
        onChange={(season) => change({ season: season as Filters["season"] })}
      />
      <Choice
        name={t("curate.filter.weather")}
        value={filters.weather}
        values={WEATHERS.map((word) => [word, t(`garden.weather.${word}`), undefined])}
        onChange={(weather) => change({ weather: weather as Filters["weather"] })}
      />
      <Choice
        name={t("curate.filter.time")}
        value={filters.time}
        values={TIMES.map((word) => [word, t(`garden.time.${word}`), undefined])}
        onChange={(time) => change({ time: time as Filters["time"] })}
      />
      <Choice
        name={t("curate.filter.orientation")}
        value={filters.orientation}
        values={(["h", "v"] as const).map((side) => [side, t(`garden.orientation.${side}`), undefined])}
        onChange={(side) => change({ orientation: side as Filters["orientation"] })}
      />
      <Choice
        name={t("curate.filter.order")}
        value={filters.order === "newest" ? null : filters.order}
        none={t("curate.newest")}
        values={[["oldest", t("curate.oldest"), undefined]]}
        onChange={(order) => change({ order: order === "oldest" ? "oldest" : "newest" })}
      />
    </div>
  );
}
