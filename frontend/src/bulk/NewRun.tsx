/** A new run: which cells, in which words, how often, in which sizes; what it will be, and the start. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkRequest, startBulk } from "../api/bulks";
import { ApiError } from "../api/client";
import { newKey } from "../api/key";
import { numberLack } from "../painting/numberLack";
import { useExecuteKey } from "../painting/useExecuteKey";
import { reasonOf } from "../shell/reason";
import { bulkLink } from "../shell/route";
import { AskFirst } from "./AskFirst";
import { Catalogue } from "./Catalogue";
import { type Draft, lackOf, requestOf, totalOf, WAYS } from "./draft";
import { Generator } from "./Generator";
import { HowMany } from "./HowMany";
import { PlanOfRun } from "./PlanOfRun";
import { SimpleCell } from "./SimpleCell";
import { useDraft } from "./useDraft";
import { usePlan } from "./usePlan";

const MANY = 1_000; // pictures; so many are asked for twice
const MOST_TRIES = 3;

export function NewRun({ search }: { search: string }) {
  const { t } = useTranslation();
  const [draft, change] = useDraft(search);
  const [isAsking, ask] = useState(false);
  const plan = usePlan(draft);
  const started = useStart();
  const lack = useLack(draft);
  const total = totalOf(draft) ?? 0;
  const isRefused = plan.error instanceof ApiError && plan.error.status === 422;
  const start = () => {
    const request = requestOf(draft);
    if (request && !started.isPending) started.mutate({ request, key: newKey() });
  };
  const execute = () => {
    if (lack !== null || isRefused || isAsking) return;
    if (draft.way === "catalogue" || total >= MANY) ask(true);
    else start();
  };
  useExecuteKey(execute);
  return (
    <section className="desk form-first bulk">
      <h1 className="page-title">{t("bulk.title")}</h1>
      <aside className="panel" aria-label={t("bulk.howMany")}>
        <HowMany draft={draft} onChange={change} />
        <div className="work-bar">
          {started.error && (
            <p className="problem" role="alert">
              {reasonOf(t, started.error)}
            </p>
          )}
          <PlanOfRun total={lack ? null : total} plan={plan.data} error={plan.error} />
          <button
            type="button"
            className="primary wide"
            disabled={lack !== null || isRefused || started.isPending}
            onClick={execute}
          >
            {started.isPending ? t("work.sending") : t("bulk.start", { count: total })}
          </button>
          {lack && <p className="soft">{lack}</p>}
        </div>
      </aside>
      <div className="stage">
        <Ways draft={draft} onChange={change} />
        {draft.way === "simple" && <SimpleCell draft={draft} onChange={change} />}
        {draft.way === "generator" && <Generator draft={draft} onChange={change} />}
        {draft.way === "catalogue" && <Catalogue draft={draft} onChange={change} />}
      </div>
      {isAsking && (
        <AskFirst
          title={t("bulk.sureStart", { count: total })}
          hint={t("bulk.sureStartHint")}
          yes={t("bulk.start", { count: total })}
          no={t("bulk.notYet")}
          onYes={start}
          onClose={() => ask(false)}
        />
      )}
    </section>
  );
}

function useStart() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ request, key }: { request: BulkRequest; key: string }) => startBulk(request, key),
    retry: (tries, reason) => !(reason instanceof ApiError) && tries < MOST_TRIES, // by its key it is one run
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ["bulks"] });
      location.hash = bulkLink(id);
    },
  });
}

const LACKS = {
  repeats: "bulk.lack.repeats",
  shapes: "bulk.lack.shapes",
  sides: "lack.size",
  seed: "lack.seed",
  rows: "bulk.lack.rows",
  words: "bulk.lack.words",
  favorite: "bulk.lack.favorite",
} as const;

function useLack(draft: Draft): string | null {
  const { t } = useTranslation();
  const lack = lackOf(draft);
  return lack && (lack === "settings" ? numberLack(t, draft.settings) : t(LACKS[lack]));
}

export interface PartProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
}

function Ways({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="segments ways">
      <legend className="hidden">{t("bulk.way")}</legend>
      {WAYS.map((way) => (
        <button key={way} type="button" aria-pressed={way === draft.way} onClick={() => onChange({ way })}>
          {t(`bulk.ways.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}
