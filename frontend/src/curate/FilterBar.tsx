/** Which pictures are listed: each value with how many there are of it; what is on can be taken off alone. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Bulk, getBulks } from "../api/bulks";
import { type Facets, getFacets, type PoolState, STATES } from "../api/pool";
import { nameOf } from "../bulk/names";
import { useSettled } from "../painting/useSettled";
import { type Filters, searchOf, without } from "../pool/filters";
import { emotionName } from "../pool/names";
import { EMOTIONS, type Emotion, favoriteOf, SEASONS, TIMES, WEATHERS } from "../pool/words";
import { Choice, Day, Many } from "./filterFields";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

const MOST_RUNS = 100;

/** The counts of a field's values are those without that field, so that another value can be weighed against it. */
const OWN: readonly (readonly (keyof Filters)[])[] = [
  ["state"],
  ["emotion"],
  ["orientation"],
  ["model"],
  ["season"],
  ["weather"],
  ["time"],
];

function useFacets(filters: Filters): readonly (Facets | undefined)[] {
  const asked = OWN.map((own) => own.reduce(without, filters));
  return useQueries({
    queries: asked.map((wish) => ({
      queryKey: ["facets", searchOf(wish)],
      queryFn: () => getFacets(wish),
      staleTime: 5_000,
      placeholderData: (before: Facets | undefined) => before,
    })),
  }).map(({ data }) => data);
}

/** The newest runs; an older one is chosen on the page of the runs. */
const useRuns = (): readonly Bulk[] =>
  useQuery({ queryKey: ["bulks", "newest"], queryFn: () => getBulks(null, MOST_RUNS), staleTime: 30_000 })
    .data?.items ?? [];

export function FilterBar({ filters, onChange }: Props) {
  const { t } = useTranslation();
  const [byState, byEmotion, bySide, byModel, bySeason, byWeather, byTime] = useFacets(
    useSettled(filters, 200),
  );
  const runs = useRuns();
  const change = (some: Partial<Filters>) => onChange({ ...filters, ...some });
  const models = Object.entries(byModel?.model ?? {}).filter(([name]) => name);
  const wordCount = (facets: Facets | undefined, field: "season" | "weather" | "time", word: string) =>
    facets?.cells
      .filter(({ favorite }) => favoriteOf(favorite)?.[field] === word)
      .reduce((sum, { pictures }) => sum + pictures, 0);
  return (
    <div className="filters">
      <Many
        name={t("curate.filter.state")}
        values={STATES}
        on={filters.state}
        word={(state: PoolState) => t(`garden.state.${state}`)}
        counts={byState?.state}
        onChange={(state) => change({ state })}
      />
      <Many
        name={t("curate.filter.emotion")}
        values={EMOTIONS}
        on={filters.emotion as readonly Emotion[]}
        word={(emotion: Emotion) => emotionName(t, emotion)}
        counts={byEmotion?.emotion}
        onChange={(emotion) => change({ emotion })}
      />
      <div className="filter-fields">
        <Choice
          name={t("curate.filter.season")}
          value={filters.season}
          values={SEASONS.map((word) => [
            word,
            t(`garden.season.${word}`),
            wordCount(bySeason, "season", word),
          ])}
          onChange={(season) => change({ season: season as Filters["season"], favorite: null })}
        />
        <Choice
          name={t("curate.filter.weather")}
          value={filters.weather}
          values={WEATHERS.map((word) => [
            word,
            t(`garden.weather.${word}`),
            wordCount(byWeather, "weather", word),
          ])}
          onChange={(weather) => change({ weather: weather as Filters["weather"], favorite: null })}
        />
        <Choice
          name={t("curate.filter.time")}
          value={filters.time}
          values={TIMES.map((word) => [word, t(`garden.time.${word}`), wordCount(byTime, "time", word)])}
          onChange={(time) => change({ time: time as Filters["time"], favorite: null })}
        />
        <Choice
          name={t("curate.filter.orientation")}
          value={filters.orientation}
          values={(["h", "v"] as const).map((side) => [
            side,
            t(`garden.orientation.${side}`),
            bySide && (bySide.orientation[side] ?? 0),
          ])}
          onChange={(side) => change({ orientation: side as Filters["orientation"] })}
        />
        <Choice
          name={t("curate.filter.stars")}
          value={filters.stars ? String(filters.stars) : null}
          values={[1, 2, 3, 4, 5].map((stars) => [
            String(stars),
            t("curate.atLeast", { stars: "★".repeat(stars) }),
            undefined,
          ])}
          onChange={(stars) => change({ stars: Number(stars ?? 0) })}
        />
        <Choice
          name={t("curate.filter.model")}
          value={filters.model}
          values={models.map(([name, count]) => [name, name, count])}
          onChange={(model) => change({ model })}
        />
        <Choice
          name={t("curate.filter.bulk")}
          value={filters.bulk}
          values={runs.map((run) => [run.id, nameOf(t, run), run.done])}
          onChange={(bulk) => change({ bulk })}
        />
        <Choice
          name={t("curate.filter.published")}
          value={filters.published === null ? null : String(filters.published)}
          values={[
            ["true", t("curate.publishedYes"), undefined],
            ["false", t("curate.publishedNo"), undefined],
          ]}
          onChange={(value) => change({ published: value === null ? null : value === "true" })}
        />
        <Choice
          name={t("curate.filter.safety")}
          value={filters.safety}
          values={[
            ["safe", t("curate.safe"), undefined],
            ["unsafe", t("curate.unsafe"), undefined],
          ]}
          onChange={(safety) => change({ safety: safety as Filters["safety"] })}
        />
        <Choice
          name={t("curate.filter.sharpness")}
          value={filters.sharpness}
          values={[
            ["sharp", t("curate.sharp"), undefined],
            ["soft", t("curate.softOnes"), undefined],
          ]}
          onChange={(sharpness) => change({ sharpness: sharpness as Filters["sharpness"] })}
        />
        <Day name={t("curate.filter.from")} value={filters.from} onChange={(from) => change({ from })} />
        <Day name={t("curate.filter.to")} value={filters.to} onChange={(to) => change({ to })} />
        <Choice
          name={t("curate.filter.order")}
          value={filters.order === "newest" ? null : filters.order}
          none={t("curate.newest")}
          values={[["oldest", t("curate.oldest"), undefined]]}
          onChange={(order) => change({ order: order === "oldest" ? "oldest" : "newest" })}
        />
        <label className="field">
          <span>{t("curate.filter.q")}</span>
          <input
            type="search"
            defaultValue={filters.q}
            key={filters.q}
            onBlur={({ target }) => target.value !== filters.q && change({ q: target.value })}
            onKeyDown={(event) => event.key === "Enter" && change({ q: event.currentTarget.value })}
          />
        </label>
      </div>
      <div className="filter-switches">
        {(["duplicates", "disputed", "painted"] as const).map((name) => (
          <label key={name} className="switch">
            <input
              type="checkbox"
              checked={filters[name]}
              onChange={({ target }) => change({ [name]: target.checked })}
            />
            <span>{t(`curate.filter.${name}`)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
