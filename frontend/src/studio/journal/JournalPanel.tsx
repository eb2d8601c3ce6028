/** The steps of the journal as layers, the last painted on top; what was taken out; the proof of it all. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../shell/reason";
import { duplicateStep } from "../api/journals";
import type { StepLook } from "../model/sheet";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { arranged } from "../run/useArranged";
import { asideSteps, broughtBack, shownSteps } from "./looks";
import { Proof } from "./Proof";
import { Replay } from "./Replay";
import { StepRow } from "./StepRow";
import "../../style/studio-journal.css";

export function JournalPanel() {
  const { t } = useTranslation();
  const store = useStore();
  const journal = useStudio((studio) => studio.journal);
  const looks = useStudio((studio) => sheetOf(studio).steps);
  const duplicating = useMutation({
    mutationFn: async (id: string) => {
      await arranged(store); // the copy is put beside the step where the server has it
      return duplicateStep(journal?.id ?? "", id);
    },
    onSuccess: (after) => store.tell({ type: "arrived", journal: after }),
  });
  if (!journal) return null;
  const become = (steps: readonly StepLook[], on?: string) =>
    store.tell({ type: "act", sheet: { steps }, ...(on ? { on } : {}) });
  const topFirst = shownSteps(journal, looks).toReversed();
  const aside = asideSteps(journal, looks);
  return (
    <section className="journal-panel" aria-label={t("panel.journal")}>
      {topFirst.length === 0 && <p className="soft">{t("journal.empty")}</p>}
      <ol className="step-list" reversed>
        {topFirst.map(({ step, look }, index) => (
          <StepRow
            key={look.id}
            step={step}
            look={look}
            number={topFirst.length - index}
            looks={looks}
            onChange={become}
            onDuplicate={() => duplicating.mutate(step.id)}
          />
        ))}
      </ol>
      {duplicating.error && (
        <p className="warning" role="alert">
          {reasonOf(t, duplicating.error)}
        </p>
      )}
      {topFirst.length > 0 && <Proof journal={journal} />}
      {topFirst.length > 0 && <Replay journal={journal} />}
      {aside.length > 0 && (
        <details>
          <summary>{t("journal.aside", { count: aside.length })}</summary>
          <ul className="aside-list">
            {aside.map((step) => (
              <li key={step.id}>
                <span>{step.request.prompt || t("journal.noWords")}</span>
                <button type="button" onClick={() => become(broughtBack(looks, step))}>
                  {t("journal.bringBack")}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
