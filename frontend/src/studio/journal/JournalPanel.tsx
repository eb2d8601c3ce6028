/** The steps of the journal as layers, the last painted on top. */
import { useTranslation } from "react-i18next";
import { useStudio } from "../model/store";

export function JournalPanel() {
  const { t } = useTranslation();
  const journal = useStudio((studio) => studio.journal);
  return <p className="soft">{t("journal.count", { count: journal?.steps.length ?? 0 })}</p>;
}
