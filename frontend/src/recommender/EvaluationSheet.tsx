/** What was liked later, foretold by random, popular and our own choice, and by ours for each group of visitors. */
import { useTranslation } from "react-i18next";
import type { Evaluation } from "../api/recommender";
import { percent } from "../dashboard/charts/numbers";
import { Sheet } from "../settings/Sheet";
import { GroupTable } from "./GroupTable";
import { Interval } from "./Interval";
import { Standing } from "./Standing";

const MARKS = ["ndcg@10", "precision@10", "recall@10", "mrr@25"] as const;

export function EvaluationSheet({ evaluation, onAnew }: { evaluation: Evaluation; onAnew: () => void }) {
  const { t, i18n } = useTranslation();
  const { report, running } = evaluation;
  return (
    <Sheet title={t("recommender.evaluation")} hint={t("recommender.evaluationHint")}>
      <div className="actions">
        <button type="button" disabled={running} onClick={onAnew}>
          {t("recommender.anew")}
        </button>
        <Standing evaluation={evaluation} />
      </div>
      {report?.replays.length === 0 && <p>{t("recommender.tooFew")}</p>}
      {report?.replays.map(({ protocol, trials, ways, groups }) => (
        <div key={protocol} className="recommender-replay">
          <section
            className="recommender-scroll"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
            tabIndex={0}
            aria-label={t(`recommender.protocol.${protocol}`)}
          >
            <table>
              <caption>
                {t(`recommender.protocol.${protocol}`)}{" "}
                <span className="soft">{t("recommender.trials", { count: trials })}</span>
              </caption>
              <thead>
                <tr>
                  <th scope="col">{t("recommender.way")}</th>
                  {MARKS.map((mark) => (
                    <th key={mark} scope="col">
                      {mark}
                    </th>
                  ))}
                  <th scope="col">{t("recommender.coverage")}</th>
                  <th scope="col">{t("recommender.diversity")}</th>
                </tr>
              </thead>
              <tbody>
                {ways.map(({ name, marks, coverage, diversity }) => (
                  <tr key={name}>
                    <th scope="row">{t(`recommender.ways.${name}`)}</th>
                    {MARKS.map((mark) => {
                      const estimate = marks[mark];
                      return <td key={mark}>{estimate ? <Interval estimate={estimate} /> : "–"}</td>;
                    })}
                    <td>{percent(i18n.language, coverage)}</td>
                    <td>{diversity === null ? "–" : percent(i18n.language, diversity)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <GroupTable
            title={t("recommender.groupsOf", { name: t(`recommender.protocol.${protocol}`) })}
            measure={MARKS[0]}
            groups={groups}
            smallest={report.smallest_group}
            among="trials"
            file={`groups-${protocol}`}
          />
        </div>
      ))}
    </Sheet>
  );
}
