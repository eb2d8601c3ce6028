/** Published pictures to put on the screens: drag one, or press it for the place that is chosen. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Begin } from "../api/pool";
import { getServing } from "../api/promotions";
import { address } from "../base";
import { Choice } from "../curate/filterFields";
import { type Filters, noFilters } from "../pool/filters";
import { emotionName } from "../pool/names";
import { EMOTIONS, SEASONS } from "../pool/words";
import { Problem } from "../shell/Problem";
import { servingLink } from "../shell/route";
import { orientationOf, type Put, type SlotName } from "./board";
import { carry, putOf } from "./pictures";

const FIRST: Begin = { position: 0 };

export function Tray({ at, onPick }: { at: SlotName; onPick: (picture: Put) => void }) {
  const { t } = useTranslation();
  const [emotion, setEmotion] = useState<string | null>(null);
  const [season, setSeason] = useState<Filters["season"]>(null);
  const orientation = orientationOf(at);
  const filters: Filters = { ...noFilters, orientation, emotion: emotion ? [emotion] : [], season };
  const asked = useInfiniteQuery({
    queryKey: ["displays", "tray", emotion, season, orientation],
    queryFn: ({ pageParam, signal }) => getServing(filters, pageParam, signal),
    initialPageParam: FIRST,
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { cursor: next_cursor } : null),
    staleTime: 30_000,
  });
  const pictures = (asked.data?.pages ?? []).flatMap(({ items }) => items).map((one) => putOf(t, one));
  return (
    <section className="zone-tray" aria-labelledby="tray-title">
      <h2 id="tray-title">{t("displays.tray", { slot: at })}</h2>
      <div className="zone-filters">
        <Choice
          name={t("curate.filter.emotion")}
          value={emotion}
          values={EMOTIONS.map((word) => [word, emotionName(t, word), undefined])}
          onChange={setEmotion}
        />
        <Choice
          name={t("curate.filter.season")}
          value={season}
          values={SEASONS.map((word) => [word, t(`garden.season.${word}`), undefined])}
          onChange={(word) => setSeason(SEASONS.find((one) => one === word) ?? null)}
        />
      </div>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isSuccess && pictures.length === 0 && (
        <p className="soft">
          {t("displays.noPictures")} <a href={servingLink()}>{t("nav.serving")}</a>
        </p>
      )}
      <ul className="tray-pictures" data-orientation={orientation}>
        {pictures.map((picture) => (
          <li key={picture.item}>
            <button
              type="button"
              draggable
              aria-label={t("displays.putHere", { name: picture.name, slot: at })}
              onClick={() => onPick(picture)}
              onDragStart={(event) => carry(event.dataTransfer, picture)}
            >
              <img src={address(picture.face)} alt="" loading="lazy" draggable={false} />
            </button>
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <button
          type="button"
          className="more"
          disabled={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {t("displays.more")}
        </button>
      )}
    </section>
  );
}
