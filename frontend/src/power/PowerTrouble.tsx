/** Below the bar: why an order was refused, or why the machine's last command failed. */
import { useTranslation } from "react-i18next";
import { reasonOf } from "../shell/reason";
import type { Switch } from "./usePower";

export function PowerTrouble({ machine: { power, refusal, forget } }: { machine: Switch }) {
  const { t } = useTranslation();
  if (refusal) {
    return (
      <div className="problem strip" role="alert">
        <p>{reasonOf(t, refusal)}</p>
        <button type="button" onClick={forget}>
          {t("power.close")}
        </button>
      </div>
    );
  }
  return power.reason ? (
    <p className="problem strip" role="alert">
      {t("power.failed", { reason: power.reason })}
    </p>
  ) : null;
}
