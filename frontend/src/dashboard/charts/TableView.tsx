/** Numbers in rows and columns, with a button that gives them as CSV. */
import { useTranslation } from "react-i18next";
import { csvOf, type Table } from "./table";

interface Props {
  table: Table;
  title: string;
  file: string;
}

export function TableView({ table, title, file }: Props) {
  const { t, i18n } = useTranslation();
  const [corner = "", ...columns] = table.columns;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="chart-scroll" tabIndex={0} aria-label={t("dashboard.tableOf", { title })}>
        <table className="chart-table">
          <caption className="hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([name, ...values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={columns[index] ?? index}>
                    {value === null
                      ? "–"
                      : typeof value === "number"
                        ? value.toLocaleString(i18n.language)
                        : value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <button type="button" onClick={() => save(csvOf(table), `${file}.csv`)}>
        {t("dashboard.csv")}
      </button>
    </>
  );
}

/** Spreadsheets take a file without the mark at its beginning for another alphabet. */
function save(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
