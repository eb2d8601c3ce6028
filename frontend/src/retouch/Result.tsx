/** The candidates of a finished retouch: before and after, the proof, and the choice. */
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import { fileOf, thumbnailOf } from "../api/files";
import type { Candidate, Picture } from "../api/types";
import { address } from "../base";
import { CheckIcon } from "../shell/icons";
import { BeforeAfter } from "./BeforeAfter";
import type { Action } from "./state";

interface Props {
  picture: Picture;
  candidates: readonly Candidate[]; // best seam first
  chosen: number;
  tell: Dispatch<Action>;
  onContinue: (id: string) => void;
}

const scoreText = (score: number): string => score.toFixed(2);

export function Result({ picture, candidates, chosen, tell, onContinue }: Props) {
  const { t } = useTranslation();
  const candidate = candidates[chosen];
  if (!candidate) return null;
  const after = fileOf(candidate.picture);
  return (
    <section className="result" aria-label={t("result.label")}>
      <BeforeAfter
        key={after}
        before={address(picture.url)}
        after={after}
        ratio={picture.width / picture.height}
      />
      <Proof candidate={candidate} />
      {candidates.length > 1 && (
        <Candidates
          candidates={candidates}
          chosen={chosen}
          onChoose={(index) => tell({ type: "choose", index })}
        />
      )}
      <div className="actions">
        <a className="button primary" href={after} download>
          {t("result.download")}
        </a>
        <button type="button" onClick={() => onContinue(candidate.picture)}>
          {t("result.continue")}
        </button>
        <button type="button" onClick={() => tell({ type: "redraw" })}>
          {t("result.again")}
        </button>
      </div>
    </section>
  );
}

function Proof({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation();
  const clean = candidate.changed_outside === 0;
  return (
    <div className="proof">
      <p className={clean ? "badge good" : "badge bad"}>
        {clean && <CheckIcon />}
        {t("result.proof", { count: candidate.changed_outside })}
      </p>
      <p className="soft">
        {t("result.reach", { reach: candidate.reach_px.toFixed(1) })} ·{" "}
        {t("result.seam", { score: scoreText(candidate.seam_score) })} ·{" "}
        {t("result.seed", { seed: candidate.seed })}
      </p>
      <details>
        <summary>SHA-256</summary>
        <p className="soft">{t("result.proofDetail")}</p>
        <code>{candidate.outside_sha256}</code>
      </details>
    </div>
  );
}

interface CandidatesProps {
  candidates: readonly Candidate[];
  chosen: number;
  onChoose: (index: number) => void;
}

function Candidates({ candidates, chosen, onChoose }: CandidatesProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="candidates">
      <legend>{t("result.candidates")}</legend>
      {candidates.map(({ picture, seed, seam_score }, index) => (
        <label key={picture}>
          <input
            type="radio"
            name="candidate"
            checked={index === chosen}
            onChange={() => onChoose(index)}
            aria-label={t("result.candidate", { index: index + 1, seed, score: scoreText(seam_score) })}
          />
          <img src={thumbnailOf(picture)} alt="" />
          <span>{scoreText(seam_score)}</span>
        </label>
      ))}
    </fieldset>
  );
}
