/** A length of time as the pages say it: whole seconds below a minute and a half, then minutes. */
import type { TFunction } from "i18next";

export function duration(t: TFunction, seconds: number): string {
  const whole_s = Math.max(1, Math.round(seconds));
  return whole_s < 90
    ? t("time.seconds", { count: whole_s })
    : t("time.minutes", { count: Math.round(whole_s / 60) });
}
