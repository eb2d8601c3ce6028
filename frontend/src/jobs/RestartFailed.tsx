/** Puts all failed jobs of the list back into the queue at once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type JobFilter, restartFailed } from "../api/jobs";
import { reasonOf } from "../shell/reason";

export function RestartFailed({ kind, batch }: Omit<JobFilter, "state">) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const all = useMutation({
    mutationFn: () => restartFailed({ kind, batch }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["queue"] }),
  });
  return (
    <div className="restart-failed">
      <button type="button" disabled={all.isPending} onClick={() => all.mutate()}>
        {t("jobs.restartFailed")}
      </button>
      <p role="status">
        {all.data && t("jobs.restarted", { count: all.data.restarted })}
        {all.data && all.data.skipped > 0 && ` · ${t("jobs.skipped", { count: all.data.skipped })}`}
      </p>
      {all.error && (
        <p className="problem" role="alert">
          {reasonOf(t, all.error)}
        </p>
      )}
    </div>
  );
}
