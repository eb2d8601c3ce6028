/** Proof of play in sums: how often and how long each zone and picture was shown. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { getPlayTotals, type PlayTotals, playsFile } from "../api/displays";
import { address } from "../base";
import { Choice } from "../curate/filterFields";
import { Problem } from "../shell/Problem";
import { faceOf, nameOfItem } from "./pictures";
import { shownFor } from "./shownFor";

const DAYS = [1, 7, 30, 90] as const;
const STALE_MS = 60_000;

export function Totals({ zones }: { zones: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const [days, setDays] = useState(7);
  const [zone, setZone] = useState<string | null>(null);
  const wish = { days, zone };
  const asked = useQuery({
    queryKey: ["plays", days, zone],
    queryFn: () => getPlayTotals(wish),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
  const totals = asked.data;
  return (
    <section className="zone-totals" aria-labelledby="totals-title">
      <h2 id="totals-title">{t("displays.totals")}</h2>
      <p className="soft">{t("displays.totalsHint")}</p>
      <div className="zone-filters">
        <label className="field">
          <span>{t("dashboard.period")}</span>
          <select value={days} onChange={({ target }) => setDays(Number(target.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {count === 1 ? t("dashboard.periods.today") : t("displays.lastDays", { days: count })}
              </option>
            ))}
          </select>
        </label>
        <Choice
          name={t("dashboard.zone")}
          value={zone}
          none={t("dashboard.allZones")}
          values={zones.map((name) => [name, name, undefined])}
          onChange={setZone}
        />
      </div>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {totals?.total.times === 0 && <p>{t("displays.noPlays")}</p>}
      {totals && totals.total.times > 0 && (
        <>
          <p role="status">
            {t("displays.sumOfPlays", {
              times: totals.total.times.toLocaleString(i18n.language),
              duration: shownFor(t, i18n.language, totals.total.seconds),
            })}
          </p>
          <Sums totals={totals} />
          <a className="button" href={playsFile(wish)} download>
            {t("displays.playsFile")}
          </a>
        </>
      )}
    </section>
  );
}

function Sums({ totals: { zones, pictures, shown } }: { totals: PlayTotals }) {
  const { t, i18n } = useTranslation();
  const number = (count: number) => count.toLocaleString(i18n.language);
  return (
    <div className="zone-sums">
      <SumTable
        title={t("displays.byZone")}
        first={t("dashboard.zone")}
        rows={zones.map(({ zone, times, seconds }) => ({ key: zone, name: zone, times, seconds }))}
      />
      <SumTable
        title={
          pictures.length < shown
            ? t("displays.byPicture", { count: pictures.length, number: number(shown) })
            : t("displays.byEveryPicture")
        }
        first={t("displays.picture")}
        rows={pictures.map(({ item, picture, times, seconds }) => ({
          key: item,
          name: (
            <span className="zone-sum-picture">
              {picture ? <img src={address(faceOf(picture))} alt="" loading="lazy" /> : <i />}
              <span>
                {nameOfItem(t, item)}
                {!picture && <span className="soft"> · {t("recommender.notServed")}</span>}
              </span>
            </span>
          ),
          times,
          seconds,
        }))}
      />
    </div>
  );
}

interface SumRow {
  key: string;
  name: ReactNode;
  times: number;
  seconds: number;
}

function SumTable({ title, first, rows }: { title: string; first: string; rows: readonly SumRow[] }) {
  const { t, i18n } = useTranslation();
  return (
    <table className="chart-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t("displays.times")}</th>
          <th scope="col">{t("displays.shownFor")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, times, seconds }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{times.toLocaleString(i18n.language)}</td>
            <td>{shownFor(t, i18n.language, seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
