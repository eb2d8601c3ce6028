/** How data sets come to another installation. */
import { useTranslation } from "react-i18next";
import { Sheet } from "../settings/Sheet";

export function CopySheet() {
  const { t } = useTranslation();
  return (
    <Sheet title={t("data.copy")} hint={t("data.copyHint")}>
      <ol className="data-steps">
        <li>
          {t("data.copyOut")} <code>hwawon export --out DIR</code>
        </li>
        <li>{t("data.copyOver")}</li>
        <li>
          {t("data.copyIn")} <code>hwawon import DIR</code>
        </li>
      </ol>
    </Sheet>
  );
}
