/** What is judged: the present picture or the chosen ones, how, and what is told of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PoolPicture, Verdict } from "../api/pool";
import { isChosen, isEmpty, nothing, type Selection } from "../pool/selection";
import type { Source } from "../pool/source";
import { Judge } from "./judge";
import type { Place } from "./place";
import { QueueSource } from "./queue";
import { type ForAll, useAll } from "./useAll";

export interface Told {
  readonly words: string;
  readonly studio: string | null; // a picture to open there
}

export interface Verdicts {
  readonly judge: Judge;
  readonly forAll: ForAll;
  readonly selection: Selection;
  readonly told: Told | null;
  select(change: Selection | ((before: Selection) => Selection)): void;
  give(verdict: Verdict, stars?: number | null): void;
  toggle(): void;
  best(): void;
  undo(): void;
}

export function useVerdicts(source: Source, place: Place, at: number, go: (row: number) => void): Verdicts {
  const { t } = useTranslation();
  const judge = useJudge(source, place.mode === "second");
  const forAll = useAll(source.patch);
  const [selection, select] = useState<Selection>(nothing);
  const [told, setTold] = useState<Told | null>(null);
  const present = source.itemAt(at);
  const tell = (words: string, studio: string | null = null) => setTold({ words, studio });
  const mark = (pictures: readonly PoolPicture[], isJudged: boolean) => {
    if (source instanceof QueueSource)
      source.mark(
        pictures.map(({ id }) => id),
        isJudged,
      );
  };
  const meant = (): PoolPicture[] => {
    if (isEmpty(selection)) return present ? [present] : [];
    return source.held().filter(({ id }) => isChosen(selection, id));
  };
  const give = (what: Verdict, stars: number | null = null) => {
    if (selection.isAll) {
      judge.giveMany(() => forAll.run(place.filters, what, stars));
      select(nothing);
      return;
    }
    const judged = meant();
    if (judged.length === 0) return;
    judge.give(judged, what, stars);
    mark(judged, what !== "clear");
    const words = [t(`curate.said.${what}`), stars && "★".repeat(stars)].filter(Boolean).join(" ");
    const studio = what === "retouch" && judged.length === 1 ? (judged[0]?.id ?? null) : null;
    tell(judged.length > 1 ? `${words} · ${judged.length}` : words, studio);
    if (!isEmpty(selection)) select(nothing);
    else if (what !== "clear") go(at + 1);
  };
  return {
    judge,
    forAll,
    selection,
    told,
    select,
    give,
    toggle: () => {
      if (!present) return;
      const what = judge.shown(present).state === "rejected" ? "clear" : "reject";
      judge.give([present], what);
      mark([present], what === "reject");
      tell(t(`curate.said.${what}`));
    },
    best: () => {
      if (!present || present.cluster_size < 2) {
        tell(t("curate.noAlike"));
        return;
      }
      const cluster = source.held().filter((one) => one.cluster === present.cluster);
      judge.keepBest(present, cluster);
      mark(cluster, true);
      tell(t("curate.bestKept"));
      go(at + 1);
    },
    undo: () => {
      const ids = judge.undo();
      forAll.forget();
      if (source instanceof QueueSource) source.mark(ids, false);
      const row = ids[0] === undefined ? null : source.rowOf(ids[0]);
      if (row !== null) go(row);
      tell(t("curate.takenBack"));
    },
  };
}

function useJudge(source: Source, isSecond: boolean): Judge {
  const queries = useQueryClient();
  return useMemo(() => {
    const answered = (items: readonly PoolPicture[]) => {
      source.patch(items);
      for (const key of ["facets", "agreement", "pool"])
        void queries.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false });
    };
    return new Judge(answered, undefined, isSecond);
  }, [source, queries, isSecond]);
}
