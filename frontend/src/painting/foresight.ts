/** What is known before the click, in words: how long it takes, whether it fits, and what is composed smaller first. */
import type { TFunction } from "i18next";
import type { Fit, Forecast } from "../api/types";
import { duration } from "../shell/time";

const FITS = { fits: "plan.fits", tiled: "plan.tiled", reduced: "plan.reduced" } as const;

export function foreseen(t: TFunction, { eta_s, fit, passes }: Omit<Forecast, "notices">): string[] {
  const [first, ...later] = passes;
  return [
    eta_s === null ? t("plan.noTime") : t("plan.time", { time: duration(t, eta_s) }),
    ...(fit === "unknown" ? [] : [t(FITS[fit])]),
    ...(first && later.length > 0 ? [t("plan.composed", { width: first[0], height: first[1] })] : []),
  ];
}

/** What else the server notes; the passes are told by `foreseen`, in the reader's language. */
export const notesOf = ({ notices }: Pick<Forecast, "notices">): string[] =>
  notices.filter((notice) => !notice.startsWith("composed at "));

/** The few words beside a size. */
export function beside(t: TFunction, size: { allowed: boolean; fit: Fit; eta_s: number | null }): string {
  if (!size.allowed) return t("plan.notAllowed");
  const words = [
    size.eta_s !== null && duration(t, size.eta_s),
    (size.fit === "tiled" || size.fit === "reduced") && t(FITS[size.fit]),
  ];
  return words.filter(Boolean).join(", ");
}
