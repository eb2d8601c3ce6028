/** What a run is called: its title, else what it fills. */
import type { TFunction } from "i18next";
import type { Bulk } from "../api/bulks";

export function nameOf(t: TFunction, { title, request }: Bulk): string {
  if (title) return title;
  const [first, ...others] = request.cells ?? [];
  if (!first) return t("bulk.run");
  const cell = [first.emotion, first.favorite].filter(Boolean).join(" / ");
  return others.length > 0 ? t("bulk.andMore", { cell, count: others.length }) : cell;
}
