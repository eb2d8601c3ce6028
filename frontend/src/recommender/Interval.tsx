/** A value with what chance allows. */
import { useTranslation } from "react-i18next";
import type { Estimate } from "../api/recommender";
import { percent } from "../dashboard/charts/numbers";

export function Interval({ estimate: { value, low, high } }: { estimate: Estimate }) {
  const { t, i18n } = useTranslation();
  const share = (one: number) => percent(i18n.language, one, 1);
  return (
    <span className="recommender-interval">
      <strong>{share(value)}</strong>{" "}
      <span className="soft">{t("dashboard.fromTo", { low: share(low), high: share(high) })}</span>
    </span>
  );
}
