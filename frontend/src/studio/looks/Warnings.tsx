/** Names what could not be seen in the rectangle, and why; the work goes on without it. */
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../shell/reason";
import type { Looks } from "./useLooks";

export function Warnings({ looks }: { looks: Looks }) {
  const { t } = useTranslation();
  if (!looks.place) return null;
  const failures = (["people", "lines", "tags"] as const).filter((name) => looks[name].error);
  const busy = (["people", "lines", "tags"] as const).filter((name) => looks[name].isFetching);
  return (
    <div className="looks-news" role="status">
      {busy.length > 0 && (
        <p className="soft">{t("looks.busy", { what: busy.map((name) => t(`looks.${name}`)).join(", ") })}</p>
      )}
      {failures.map((name) => (
        <p key={name} className="warning">
          {t("looks.failed", { what: t(`looks.${name}`), reason: reasonOf(t, looks[name].error as Error) })}
          <button type="button" className="quiet" onClick={() => void looks[name].refetch()}>
            {t("looks.again")}
          </button>
        </p>
      ))}
    </div>
  );
}
