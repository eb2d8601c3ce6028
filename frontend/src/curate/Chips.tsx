/** The filters that are on, each with a cross that takes it off. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Filters, noFilters, onesOn, without } from "../pool/filters";
import { emotionName, favoriteName } from "../pool/names";
import { CloseIcon } from "../shell/icons";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function Chips({ filters, onChange }: Props) {
  const { t } = useTranslation();
  const on = onesOn(filters);
  if (on.length === 0) return null;
  return (
    <ul className="chips" aria-label={t("curate.filtersOn")}>
      {on.map((name) => {
        const words = chipWords(t, filters, name);
        return (
          <li key={name} className="chip">
            <span>{words}</span>
            <button
              type="button"
              aria-label={t("curate.takeOff", { filter: words })}
              onClick={() => onChange(without(filters, name))}
            >
              <CloseIcon />
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          className="quiet"
          onClick={() => onChange({ ...noFilters, order: filters.order })}
        >
          {t("curate.clearFilters")}
        </button>
      </li>
    </ul>
  );
}

export function chipWords(t: TFunction, filters: Filters, name: keyof Filters): string {
  const { emotion, season, weather, time, favorite, orientation, state, stars, safety, sharpness } = filters;
  switch (name) {
    case "emotion":
      return emotion.map((word) => emotionName(t, word)).join(", ");
    case "state":
      return state.map((word) => t(`garden.state.${word}`)).join(", ");
    case "season":
      return season ? t(`garden.season.${season}`) : "";
    case "weather":
      return weather ? t(`garden.weather.${weather}`) : "";
    case "time":
      return time ? t(`garden.time.${time}`) : "";
    case "favorite":
      return favoriteName(t, favorite ?? "");
    case "orientation":
      return orientation ? t(`garden.orientation.${orientation}`) : "";
    case "stars":
      return t("curate.atLeast", { stars: "★".repeat(stars) });
    case "safety":
      return t(safety === "unsafe" ? "curate.unsafe" : "curate.safe");
    case "sharpness":
      return t(sharpness === "soft" ? "curate.softOnes" : "curate.sharp");
    case "published":
      return t(filters.published ? "curate.publishedYes" : "curate.publishedNo");
    case "duplicates":
    case "disputed":
    case "painted":
    case "bulk":
    case "parent":
    case "cluster":
      return t(`curate.filter.${name}`);
    default:
      return `${t(`curate.filter.${name}`)}: ${String(filters[name])}`;
  }
}
