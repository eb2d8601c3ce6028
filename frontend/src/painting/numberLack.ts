/** Which number is out of its range, in words; null while all are right. */
import type { TFunction } from "i18next";
import { RULES, type Settings, wrongNumber } from "./settings";

const NAMES = {
  steps: "settings.steps",
  guidance: "settings.guidance",
  clipSkip: "settings.clipSkip",
} as const;

export function numberLack(t: TFunction, settings: Settings): string | null {
  const field = wrongNumber(settings);
  if (!field) return null;
  const { least, most } = RULES[field];
  return t("lack.number", { name: t(NAMES[field]), least, most });
}
