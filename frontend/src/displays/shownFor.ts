/** How long pictures were on screens, which soon are hours. */
import type { TFunction } from "i18next";
import { duration } from "../shell/time";

const HOUR_S = 3_600;

export const shownFor = (t: TFunction, language: string, seconds: number): string =>
  seconds < HOUR_S
    ? duration(t, seconds)
    : new Intl.NumberFormat(language, {
        style: "unit",
        unit: "hour",
        unitDisplay: "long",
        maximumFractionDigits: 1,
      }).format(seconds / HOUR_S);
