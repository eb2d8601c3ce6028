/** One number by groups of visitors, and whether a group differs by more than chance allows. */
import { useTranslation } from "react-i18next";
import type { GroupResult } from "../api/recommender";
import { percent } from "../dashboard/charts/numbers";
import { TableView } from "../dashboard/charts/TableView";
import { namesOf } from "../dashboard/words";
import { apart, groupsBy } from "./earned";

interface Props {
  title: string;
  measure: string; // what the number is
  groups: readonly GroupResult[];
  smallest: number; // below which a group is not told of
  among: "slates" | "trials"; // what groups are counted in
  file: string;
}

export function GroupTable({ title, measure, groups, smallest, among, file }: Props) {
  const { t, i18n } = useTranslation();
  const share = (value: number) => percent(i18n.language, value, 1);
  const name = ({ attribute, value }: GroupResult) =>
    namesOf(t, attribute).find(({ key }) => key === value)?.label ?? value;
  const parts = groupsBy(groups);
  if (parts.length === 0) return <p className="soft">{t("recommender.noGroups", { count: smallest })}</p>;
  return (
    <div className="recommender-groups">
      <h3>{title}</h3>
      <TableView
        title={title}
        file={file}
        table={{
          columns: [t("dashboard.group"), measure, t("dashboard.within"), t("recommender.restsOn")],
          rows: parts.flatMap(({ rows }) =>
            rows.map((one) => [
              name(one),
              share(one.estimate.value),
              t("dashboard.fromTo", { low: share(one.estimate.low), high: share(one.estimate.high) }),
              t(`recommender.${among}`, { count: one.estimate.count }),
            ]),
          ),
        }}
      />
      <ul className="recommender-apart">
        {parts.map((part) => {
          const pair = apart(part);
          const attribute = t(`dashboard.kind.${part.attribute}`);
          return (
            <li key={part.attribute}>
              {pair ? (
                <strong>
                  {t("recommender.apart", { attribute, best: name(pair[0]), worst: name(pair[1]) })}
                </strong>
              ) : (
                <span className="soft">{t("recommender.alike", { attribute })}</span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
