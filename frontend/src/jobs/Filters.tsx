/** Which jobs are listed; each choice is an address of its own, so that going back works. */
import { useTranslation } from "react-i18next";
import { CloseIcon } from "../shell/icons";
import { batchLink, type JobsShown, jobsLink, SHOWN } from "../shell/route";
import { KIND_NAMES, kindName } from "./kinds";

export function Filters({ wishes }: { wishes: JobsShown }) {
  const { t } = useTranslation();
  return (
    <div className="jobs-filters">
      <nav className="segments" aria-label={t("jobs.which")}>
        {SHOWN.map((shown) => (
          <a
            key={shown}
            href={jobsLink({ ...wishes, shown })}
            aria-current={shown === wishes.shown ? "page" : undefined}
          >
            {t(`jobs.${shown}`)}
          </a>
        ))}
      </nav>
      <select
        aria-label={t("jobs.kind")}
        value={wishes.kind ?? ""}
        onChange={(event) => {
          location.hash = jobsLink({ ...wishes, kind: event.target.value || null });
        }}
      >
        <option value="">{t("jobs.anyKind")}</option>
        {Object.keys(KIND_NAMES).map((kind) => (
          <option key={kind} value={kind}>
            {kindName(t, kind)}
          </option>
        ))}
      </select>
      {wishes.batch && (
        <span className="chip">
          <a href={batchLink(wishes.batch)}>{t("jobs.ofBatch")}</a>
          <a href={jobsLink({ ...wishes, batch: null })} aria-label={t("jobs.ofAll")}>
            <CloseIcon />
          </a>
        </span>
      )}
    </div>
  );
}
