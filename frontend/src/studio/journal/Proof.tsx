/** The proof that nothing changed outside the masks, with its numbers, and each step's share of what did change. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { CheckIcon } from "../../shell/icons";
import { reasonOf } from "../../shell/reason";
import { getProof, type Journal } from "../api/journals";

export function Proof({ journal }: { journal: Journal }) {
  const { t } = useTranslation();
  const asked = useQuery({
    queryKey: ["proof", journal.id, journal.version],
    queryFn: () => getProof(journal.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (asked.error) return <p className="warning">{reasonOf(t, asked.error)}</p>;
  const proof = asked.data;
  if (!proof)
    return (
      <p className="soft" role="status">
        {t("proof.looking")}
      </p>
    );
  const isClean = proof.changed_outside === 0;
  return (
    <div className="proof">
      <p className={isClean ? "badge good" : "badge bad"} role="status">
        {isClean && <CheckIcon />}
        {t("result.proof", { count: proof.changed_outside })}
      </p>
      <details>
        <summary>{t("proof.details")}</summary>
        <dl className="facts">
          <dt>{t("proof.inside")}</dt>
          <dd>{proof.changed_inside.toLocaleString()}</dd>
          <dt>{t("proof.reach")}</dt>
          <dd>{proof.reach_px.toFixed(1)} px</dd>
          <dt>SHA-256</dt>
          <dd>
            <code>{proof.outside_sha256}</code>
          </dd>
        </dl>
        <p className="soft">{t("result.proofDetail")}</p>
        <table className="step-facts">
          <caption className="hidden">{t("proof.steps")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("proof.step")}</th>
              <th scope="col">{t("proof.changed")}</th>
              <th scope="col">{t("proof.mean")}</th>
              <th scope="col">{t("proof.largest")}</th>
            </tr>
          </thead>
          <tbody>
            {proof.steps.map((step, index) => (
              <tr key={step.id}>
                <th scope="row">{index + 1}</th>
                <td>{step.pixels_changed.toLocaleString()}</td>
                <td>{step.mean_difference.toFixed(1)}</td>
                <td>{step.largest_difference}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
