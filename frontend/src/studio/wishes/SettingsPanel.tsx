/** Which engine paints and how; kept as one's own defaults, and brought back to them. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import "../../style/studio-wishes.css";
import { EngineChoice } from "../../painting/EngineChoice";
import { SettingsFields } from "../../painting/SettingsFields";
import type { Settings } from "../../painting/settings";
import { reasonOf } from "../../shell/reason";
import { usePreferences } from "../../shell/usePreferences";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { defaultsFrom, keptOf } from "./defaults";
import { useWish } from "./useWish";

export function SettingsPanel() {
  const { settings } = useStudio((studio) => sheetOf(studio).wishes);
  const wish = useWish();
  const settle = (after: Settings) => wish({ settings: after }, "settings");
  return (
    <div className="wish-panel">
      <EngineChoice settings={settings} onChange={settle} />
      <SettingsFields settings={settings} onChange={settle} />
      <Defaults />
    </div>
  );
}

function Defaults() {
  const { t } = useTranslation();
  const wish = useWish();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const { data, save, isReady, error } = usePreferences();
  const [news, setNews] = useState("");
  return (
    <fieldset className="defaults" disabled={!isReady}>
      <legend>{t("ownDefaults.title")}</legend>
      <p className="soft">{t("ownDefaults.hint")}</p>
      <div className="button-row">
        <button
          type="button"
          onClick={() => {
            save({ defaults: defaultsFrom(wishes) });
            setNews(t("ownDefaults.kept"));
          }}
        >
          {t("ownDefaults.keep")}
        </button>
        <button
          type="button"
          onClick={() => {
            wish(keptOf(data.defaults));
            setNews(t("ownDefaults.back"));
          }}
        >
          {t("ownDefaults.return")}
        </button>
      </div>
      <p className="soft" role="status">
        {error ? reasonOf(t, error) : news}
      </p>
    </fieldset>
  );
}
