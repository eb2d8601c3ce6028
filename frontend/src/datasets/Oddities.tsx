/** What a recommender would stumble over, and groups so small that somebody might be recognised. */
import { useTranslation } from "react-i18next";
import type { DataSets } from "../api/datasets";
import { Sheet } from "../settings/Sheet";

export function Oddities({ sets }: { sets: DataSets }) {
  const { t, i18n } = useTranslation();
  const { problems, small_groups: groups, small_groups_total: total } = sets;
  const isEmpty = sets.users.rows + sets.items.rows + sets.interactions.rows === 0;
  if (isEmpty) return null;
  return (
    <Sheet title={t("data.problems")}>
      {problems.length === 0 && total === 0 && <p className="badge good">{t("data.noProblems")}</p>}
      {problems.length > 0 && (
        <ul className="data-problems">
          {problems.map(({ code, count }) => (
            <li key={code}>{t(`data.problem.${code}`, { number: count.toLocaleString(i18n.language) })}</li>
          ))}
        </ul>
      )}
      {total > 0 && (
        <details>
          <summary>{t("data.smallGroups", { count: total })}</summary>
          <p className="soft">{t("data.smallGroupsHint")}</p>
          <ul className="data-groups">
            {groups.map(({ generation, gender, emotion, people }) => (
              <li key={`${generation}/${gender}/${emotion}`}>
                <span>{[generation, gender, emotion].filter(Boolean).join(" · ")}</span>{" "}
                <span className="soft">{t("data.people", { count: people })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Sheet>
  );
}
