/** Files that somebody put into the folders or the bucket: what is being taken in, what was refused and why. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getOutside } from "../api/promotions";
import { Problem } from "../shell/Problem";
import { ago } from "../shell/time";

const POLL_MS = 10_000;

export function Outside() {
  const { t, i18n } = useTranslation();
  const asked = useQuery({ queryKey: ["outside"], queryFn: getOutside, refetchInterval: POLL_MS });
  const found = asked.data;
  return (
    <section aria-labelledby="outside-title">
      <h2 id="outside-title">{t("serving.outside")}</h2>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {found && (
        <>
          <p className="soft">
            {[
              found.last_look_at &&
                t("serving.looked", { when: ago(i18n.language, found.last_look_at, Date.now()) }),
              found.arriving > 0 && t("serving.arriving", { count: found.arriving }),
              found.refused.length === 0
                ? t("serving.noRefused")
                : t("serving.outsideRefused", { count: found.refused.length }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <ul className="refused-list">
            {found.refused.map(({ key, reason }) => (
              <li key={key}>
                <code>{key}</code> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
