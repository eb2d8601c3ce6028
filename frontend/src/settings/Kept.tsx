/** Whether what was chosen is kept by now, or why it could not be. */
import { useTranslation } from "react-i18next";
import { reasonOf } from "../shell/reason";
import type { Chosen } from "../shell/usePreferences";

export function Kept({ chosen: { error, isSaving, hasSaved } }: { chosen: Chosen }) {
  const { t } = useTranslation();
  if (error)
    return (
      <p className="problem" role="alert">
        {reasonOf(t, error)}
      </p>
    );
  return (
    <p className="soft" role="status">
      {isSaving ? t("settings.saving") : hasSaved ? t("settings.saved") : ""}
    </p>
  );
}
