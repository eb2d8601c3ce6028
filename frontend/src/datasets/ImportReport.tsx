/** What an import did: the lines of each file, what was odd, and which lines were left out. */
import { useTranslation } from "react-i18next";
import { DATA_SETS, type DataSet, type FileReport, type ImportReport as Report } from "../api/datasets";

const OUTCOMES = ["added", "updated", "skipped", "repeated", "bad"] as const;
const UNKNOWN = ["unknown_users", "unknown_items", "unknown_emotions"] as const;

export function ImportReport({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { lines, bad } = report;
  return (
    <>
      {DATA_SETS.map((name) => {
        const file = report[name];
        return file && <FileLines key={name} name={name} file={file} />;
      })}
      {bad > 0 && (
        <details open>
          <summary>{t("data.leftOut", { count: bad })}</summary>
          <ul className="data-lines">
            {lines.map(({ file, line, problem }) => (
              <li key={`${file}/${line}`}>
                <strong>{t("data.line", { file: `${file}.csv`, line })}</strong> <span>{problem}</span>
              </li>
            ))}
          </ul>
          {lines.length < bad && <p className="soft">{t("data.firstLines", { count: lines.length })}</p>}
        </details>
      )}
    </>
  );
}

function FileLines({ name, file }: { name: DataSet; file: FileReport }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  const outcomes = OUTCOMES.filter((one) => file[one] > 0);
  const notes = UNKNOWN.filter((one) => file[one] > 0);
  return (
    <div className="data-file">
      <strong>{name}.csv</strong>
      <p>
        {[
          t("data.rows", { count: file.rows }),
          ...outcomes.map((one) => t(`data.outcome.${one}`, { number: number(file[one]) })),
        ].join(" · ")}
      </p>
      {file.unit && <p className="soft">{t(`data.unit.${file.unit}`)}</p>}
      {notes.map((one) => (
        <p key={one} className="soft">
          {t(`data.kept.${one}`, { number: number(file[one]) })}
        </p>
      ))}
      {file.ignored_columns.length > 0 && (
        <p className="soft">{t("data.ignored", { names: file.ignored_columns.join(", ") })}</p>
      )}
    </div>
  );
}
