/** An error in the server's own words, with a way to try again. */
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";

export function Problem({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="problem" role="alert">
      <strong>{t("problem.title")}</strong>
      <p>{error instanceof ApiError ? error.message : t("problem.offline")}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {t("problem.retry")}
        </button>
      )}
    </div>
  );
}
