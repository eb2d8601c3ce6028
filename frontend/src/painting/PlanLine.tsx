/** What is known before the click, or why it would be refused. */
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import type { Forecast } from "../api/types";
import { foreseen, notesOf } from "./foresight";

interface Props {
  plan: Forecast | undefined;
  error: Error | null;
}

export function PlanLine({ plan, error }: Props) {
  const { t } = useTranslation();
  if (error instanceof ApiError) return <p className="plan refused">{error.message}</p>;
  return (
    <div className="plan" role="status">
      {plan && <p>{foreseen(t, plan).join(" · ")}</p>}
      {(plan ? notesOf(plan) : []).map((notice) => (
        <p key={notice} className="soft">
          {notice}
        </p>
      ))}
    </div>
  );
}
