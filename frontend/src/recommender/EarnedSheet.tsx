/** What each way of choosing earned among its visitors, what other choices would have, and whether groups are served alike. */
import { useTranslation } from "react-i18next";
import type { Evaluation, PolicyResult } from "../api/recommender";
import { percent } from "../dashboard/charts/numbers";
import { TableView } from "../dashboard/charts/TableView";
import { Sheet } from "../settings/Sheet";
import { placeLink } from "../shell/route";
import { FEW_PICTURES, type Measure, measuresOf, restsOnFew } from "./earned";
import { GroupTable } from "./GroupTable";
import { Standing } from "./Standing";

export function EarnedSheet({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { report } = evaluation;
  return (
    <Sheet title={t("recommender.earned")} hint={t("recommender.earnedHint", { days: report?.days ?? 30 })}>
      {!report && <Standing evaluation={evaluation} />}
      {report?.policies.length === 0 && <NothingShown days={report.days} />}
      {report?.policies.map((policy) => (
        <Earned key={policy.name} policy={policy} smallest={report.smallest_group} />
      ))}
    </Sheet>
  );
}

export function NothingShown({ days }: { days: number }) {
  const { t } = useTranslation();
  return (
    <p>
      {t("recommender.nothingShown", { days })} <a href={placeLink}>{t("nav.place")}</a>
    </p>
  );
}

function Earned({ policy, smallest }: { policy: PolicyResult; smallest: number }) {
  const { t, i18n } = useTranslation();
  const share = (value: number) => percent(i18n.language, value, 1);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const nameOf = (one: Measure) => {
    if ("by" in one) return t(`recommender.instead.${one.of}`, { estimate: t(`recommender.by.${one.by}`) });
    return t(one.of === "rate" ? "recommender.rate" : "recommender.likedSlates");
  };
  const restsOn = (one: Measure) =>
    "by" in one
      ? t("displays.pictures", { count: one.pictures })
      : t("recommender.slates", { count: one.slates });
  const title = t("recommender.earnedBy", { name: policy.name });
  return (
    <section className="recommender-earned" aria-label={title}>
      <h3>{policy.name}</h3>
      <p className="soft">
        {t("recommender.earnedTally", {
          slates: number(policy.slates),
          pictures: number(policy.pictures),
          likes: number(policy.likes),
        })}
      </p>
      <TableView
        title={title}
        file={`earned-${policy.name}`}
        table={{
          columns: [
            t("recommender.measure"),
            t("recommender.value"),
            t("dashboard.within"),
            t("recommender.restsOn"),
          ],
          rows: measuresOf(policy).map((one) => [
            nameOf(one),
            one.estimate && share(one.estimate.value),
            one.estimate &&
              t("dashboard.fromTo", { low: share(one.estimate.low), high: share(one.estimate.high) }),
            restsOn(one),
          ]),
        }}
      />
      {restsOnFew(policy) && <p className="soft">{t("recommender.few", { count: FEW_PICTURES })}</p>}
      <GroupTable
        title={t("recommender.groupsOf", { name: policy.name })}
        measure={t("recommender.rate")}
        groups={policy.groups}
        smallest={smallest}
        among="slates"
        file={`groups-${policy.name}`}
      />
    </section>
  );
}
