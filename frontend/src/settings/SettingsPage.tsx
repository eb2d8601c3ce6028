/** What a person chooses once: how new work begins, which keys do what, language and appearance; and who they are. */
import { useTranslation } from "react-i18next";
import { mayCurate, mayPaint } from "../shell/roles";
import { useMe } from "../shell/useMe";
import { AboutSheet } from "./AboutSheet";
import { AppearanceSheet } from "./AppearanceSheet";
import { DefaultsSheet } from "./DefaultsSheet";
import { CurationKeys, StudioKeys } from "./KeySheets";
import "../style/settings.css";

export function SettingsPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className="settings">
      <h1>{t("nav.settings")}</h1>
      <AppearanceSheet />
      {me && mayPaint(me.role) && (
        <>
          <DefaultsSheet />
          <StudioKeys />
        </>
      )}
      {me && mayCurate(me.role) && <CurationKeys />}
      {me && <AboutSheet me={me} />}
    </div>
  );
}
