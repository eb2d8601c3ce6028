/** The candidates of the last runs side by side, best seam first: one is shown, one is kept. */
import { useTranslation } from "react-i18next";
import { thumbnailOf } from "../../api/files";
import type { Step } from "../api/journals";
import { useStore, useStudio } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { candidatesOf, choose, keep, shownCandidate } from "./candidates";
import "../../style/studio-journal.css";

const scoreText = (score: number | null): string => (score === null ? "–" : score.toFixed(2));

const isBusy = ({ phase }: Studio): boolean => phase.at !== "drawing";

export function Strip() {
  const { t } = useTranslation();
  const store = useStore();
  const journal = useStudio((studio) => studio.journal);
  const pending = useStudio((studio) => studio.pending);
  const looks = useStudio((studio) => sheetOf(studio).steps);
  const busy = useStudio(isBusy);
  const candidates = candidatesOf({ journal, pending });
  const shown = shownCandidate(candidates, looks);
  return (
    <section className="strip" aria-label={t("strip.label")}>
      <fieldset className="strip-row">
        <legend className="hidden">{t("strip.label")}</legend>
        <label className="strip-item">
          <input
            type="radio"
            name="candidate"
            checked={shown === null}
            onChange={() => choose(store, null)}
          />
          <span className="strip-none">{t("strip.none")}</span>
        </label>
        {candidates.map((step, index) => (
          <Candidate
            key={step.id}
            step={step}
            place={index + 1}
            isShown={step.id === shown?.id}
            onChoose={() => choose(store, step.id)}
          />
        ))}
      </fieldset>
      <div className="strip-acts">
        {shown && (
          <button
            type="button"
            onClick={() => store.tell({ type: "wish", wishes: { seed: String(shown.request.seed) } })}
          >
            {t("strip.reuse", { seed: shown.request.seed })}
          </button>
        )}
        <button type="button" className="primary" disabled={busy} onClick={() => keep(store)}>
          {t(shown ? "strip.keep" : "strip.drop")}
        </button>
      </div>
    </section>
  );
}

interface CandidateProps {
  step: Step;
  place: number;
  isShown: boolean;
  onChoose: () => void;
}

function Candidate({ step, place, isShown, onChoose }: CandidateProps) {
  const { t } = useTranslation();
  const { seed } = step.request;
  const score = scoreText(step.seam_score);
  return (
    <label className="strip-item">
      <input
        type="radio"
        name="candidate"
        checked={isShown}
        onChange={onChoose}
        aria-label={t("result.candidate", { index: place, seed, score })}
      />
      {step.picture && <img src={thumbnailOf(step.picture)} alt="" />}
      <span className="strip-score">{score}</span>
      <span className="strip-seed">{seed}</span>
    </label>
  );
}
