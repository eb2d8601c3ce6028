/** Whether there is an evaluation, and of when. */
import { useTranslation } from "react-i18next";
import type { Evaluation } from "../api/recommender";
import { dateAndTime } from "../shell/time";

export function Standing({ evaluation: { report, running, state } }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation();
  const words = () => {
    if (running) return t("recommender.computing");
    if (report) return t("recommender.computedAt", { when: dateAndTime(i18n.language, report.computed_at) });
    return t(state === "failed" ? "recommender.evaluationFailed" : "recommender.notYet");
  };
  return (
    <p className="soft" role="status">
      {words()}
    </p>
  );
}
