/** An error in the server's own words, with a way to try again. */
import { useTranslation } from "react-i18next";
import { reasonOf } from "./reason";

export function Problem({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="problem" role="alert">
      <strong>{t("problem.title")}</strong>
      <p>{reasonOf(t, error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {t("problem.retry")}
        </button>
      )}
    </div>
  );
}
