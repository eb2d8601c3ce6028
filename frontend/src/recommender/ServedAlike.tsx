/** Whether every group of visitors is shown what it likes, by way of choosing. */
import { useTranslation } from "react-i18next";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { recommenderLink } from "../shell/route";
import { NothingShown } from "./EarnedSheet";
import { GroupTable } from "./GroupTable";
import { Standing } from "./Standing";
import { useEvaluation } from "./useEvaluation";

export function ServedAlike() {
  const { t } = useTranslation();
  const { evaluation, error, again } = useEvaluation();
  const report = evaluation?.report;
  return (
    <Sheet
      title={t("recommender.servedAlike")}
      hint={t("recommender.servedAlikeHint", { days: report?.days ?? 30 })}
    >
      {error && <Problem error={error} onRetry={again} />}
      {evaluation && <Standing evaluation={evaluation} />}
      {report?.policies.length === 0 && <NothingShown days={report.days} />}
      {report?.policies.map(({ name, groups }) => (
        <GroupTable
          key={name}
          title={t("recommender.groupsOf", { name })}
          measure={t("recommender.rate")}
          groups={groups}
          smallest={report.smallest_group}
          among="slates"
          file={`groups-${name}`}
        />
      ))}
      <p>
        <a href={recommenderLink()}>{t("recommender.allNumbers")}</a>
      </p>
    </Sheet>
  );
}
