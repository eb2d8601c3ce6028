/** Whether what was chosen is kept by now, or why it could not be. */
import { useTranslation } from "react-i18next";
import { reasonOf } from "../shell/reason";
import type { Chosen } from "../shell/usePreferences";

interface Props {
  chosen: Chosen;
  isWaiting?: boolean; // something was typed a moment ago
}

export function Kept({ chosen: { error, isSaving, hasSaved }, isWaiting = false }: Props) {
  const { t } = useTranslation();
  if (error)
    return (
      <p className="problem" role="alert">
        {reasonOf(t, error)}
      </p>
    );
  return (
    <p className="soft" role="status">
      {isSaving || isWaiting ? t("settings.saving") : hasSaved ? t("settings.saved") : ""}
    </p>
  );
}
