/** Pictures from words: what is wished at the side, what came of it beside; the address names the job. */
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import { numberLack } from "../painting/numberLack";
import { PlanLine } from "../painting/PlanLine";
import { useExecuteKey } from "../painting/useExecuteKey";
import { WorkBar } from "../painting/WorkBar";
import { reasonOf } from "../shell/reason";
import { DraftForm } from "./DraftForm";
import { lackOf } from "./draft";
import { Earlier } from "./Earlier";
import { lastSeedOf } from "./made";
import { Outcome } from "./Outcome";
import { useDraft } from "./useDraft";
import { useGenerate } from "./useGenerate";
import { usePlan } from "./usePlan";
import { useRecent } from "./useRecent";
import "../style/desk.css";
import "../style/generate.css";

const LACKS = { prompt: "lack.prompt", size: "lack.size", seed: "lack.seed" } as const;

export function GeneratePage({ jobId }: { jobId: string | null }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useDraft();
  const work = useGenerate(draft, setDraft, jobId);
  const plan = usePlan(draft);
  useExecuteKey(work.execute);
  const recent = useRecent(jobId, work.job?.kind === "generate");
  const lack = lackOf(draft);
  return (
    <section className="desk form-first">
      <h1 className="page-title">{t("nav.generate")}</h1>
      <aside className="panel" aria-label={t("wishes.label")}>
        <DraftForm draft={draft} lastSeed={lastSeedOf(work.job)} onChange={setDraft} />
        <WorkBar
          problem={work.refusal && reasonOf(t, work.refusal)}
          lack={lack && (lack === "settings" ? numberLack(t, draft.settings) : t(LACKS[lack]))}
          isSending={work.isSending}
          isPainting={work.isPainting}
          job={work.job}
          withPreview={false}
          isRefused={plan.error instanceof ApiError && plan.error.status === 422}
          plan={<PlanLine plan={plan.data} error={plan.error} />}
          onExecute={work.execute}
          onAbort={work.abort}
        />
      </aside>
      <div className="stage">
        <Outcome job={work.job} error={work.error} isFirst={recent.length === 0} />
        <Earlier jobs={recent} />
      </div>
    </section>
  );
}
