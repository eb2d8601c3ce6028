/** Why a control does nothing with the chosen engine. */
import { useTranslation } from "react-i18next";

export function Unheeded({ isHeeded, engine }: { isHeeded: boolean; engine: string | undefined }) {
  const { t } = useTranslation();
  return isHeeded ? null : <span className="soft">{t("strength.unheeded", { engine: engine ?? "" })}</span>;
}
