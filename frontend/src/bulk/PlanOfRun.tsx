/** How many pictures it will be, in which time, and the first prompts exactly; or why it would be refused. */
import { useTranslation } from "react-i18next";
import type { BulkPlan } from "../api/bulks";
import { ApiError } from "../api/client";
import { span } from "./span";

interface Props {
  total: number | null; // null while something is lacking
  plan: BulkPlan | undefined;
  error: Error | null;
}

export function PlanOfRun({ total, plan, error }: Props) {
  const { t, i18n } = useTranslation();
  if (total === null) return null;
  if (error instanceof ApiError) return <p className="plan refused">{error.message}</p>;
  const number = total.toLocaleString(i18n.language);
  const time =
    plan && (plan.eta_s === null ? t("plan.noTime") : t("plan.time", { time: span(t, plan.eta_s) }));
  return (
    <div className="plan run-plan">
      <p role="status">{[t("bulk.pictures", { count: total, number }), time].filter(Boolean).join(" · ")}</p>
      {plan && plan.tokens_over > 0 && (
        <p className="notice">{t("bulk.tooLong", { count: plan.tokens_over })}</p>
      )}
      {plan?.notices.map((notice) => (
        <p key={notice} className="soft">
          {notice}
        </p>
      ))}
      {plan && plan.prompts.length > 0 && (
        <details>
          <summary>{t("bulk.firstPrompts")}</summary>
          <ol>
            {plan.prompts.map((prompt, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same prompt may come twice
              <li key={place}>
                <code>{prompt}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
