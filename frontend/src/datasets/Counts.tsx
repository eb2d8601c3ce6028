/** A card for each data set: how many rows, how many of them made up, from when to when, and its file. */
import { useTranslation } from "react-i18next";
import { DATA_SETS, type DataSet, type DataSets, fileOf, type Standing } from "../api/datasets";
import { dateAndTime } from "../shell/time";

export function Counts({ sets }: { sets: DataSets }) {
  return (
    <ul className="data-cards">
      {DATA_SETS.map((name) => (
        <Card key={name} name={name} standing={sets[name]} />
      ))}
    </ul>
  );
}

function Card({ name, standing }: { name: DataSet; standing: Standing }) {
  const { t, i18n } = useTranslation();
  const { rows, synthetic, latest } = standing;
  return (
    <li>
      <h2>{t(`data.set.${name}`)}</h2>
      <p className="data-count">{rows.toLocaleString(i18n.language)}</p>
      <p className="soft">
        {latest ? t("data.latest", { moment: dateAndTime(i18n.language, latest) }) : t("data.nothing")}
      </p>
      {synthetic > 0 && (
        <p className="badge made-up">
          {t("data.synthetic", {
            number: synthetic.toLocaleString(i18n.language),
            share: share(i18n.language, synthetic / rows),
          })}
        </p>
      )}
      <a className="button" href={fileOf(name)} download={`${name}.csv`}>
        {t("data.export", { file: `${name}.csv` })}
      </a>
    </li>
  );
}

const share = (language: string, value: number): string =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);
