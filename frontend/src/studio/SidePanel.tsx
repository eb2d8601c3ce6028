/** What is wished, in panels; the first ones are what is needed each minute. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import type { Looks } from "./looks/useLooks";
import { useStore, useStudio } from "./model/store";
import { PANELS, type Panel } from "./model/studio";
import { PromptPanel } from "./prompt/PromptPanel";
import { BoxPanel } from "./tools/BoxPanel";
import { LinesPanel } from "./tools/LinesPanel";
import { MaskPanel } from "./tools/MaskPanel";
import { StrengthPanel } from "./wishes/StrengthPanel";

const ReferencePanel = lazy(async () => ({
  default: (await import("./wishes/ReferencePanel")).ReferencePanel,
}));
const SettingsPanel = lazy(async () => ({ default: (await import("./wishes/SettingsPanel")).SettingsPanel }));
const JournalPanel = lazy(async () => ({ default: (await import("./journal/JournalPanel")).JournalPanel }));

interface Props {
  looks: Looks;
  picture: Picture;
}

export function SidePanel({ looks, picture }: Props) {
  const { t } = useTranslation();
  const store = useStore();
  const panel = useStudio((studio) => studio.panel) ?? "prompt";
  return (
    <>
      <div className="panel-tabs" role="tablist" aria-label={t("wishes.label")}>
        {PANELS.map((name) => (
          <Tab
            key={name}
            name={name}
            isOpen={panel === name}
            onOpen={() => store.tell({ type: "panel", panel: name })}
          />
        ))}
      </div>
      <div className="panel-body" role="tabpanel" id="studio-panel" aria-labelledby={`tab-${panel}`}>
        <Suspense fallback={<p role="status">{t("app.loading")}</p>}>
          {panel === "prompt" && <PromptPanel />}
          {panel === "strength" && <StrengthPanel />}
          {panel === "mask" && (
            <>
              <BoxPanel picture={picture} />
              <MaskPanel looks={looks} />
            </>
          )}
          {panel === "lines" && <LinesPanel looks={looks} />}
          {panel === "reference" && <ReferencePanel />}
          {panel === "journal" && <JournalPanel />}
          {panel === "settings" && <SettingsPanel />}
        </Suspense>
      </div>
    </>
  );
}

function Tab({ name, isOpen, onOpen }: { name: Panel; isOpen: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const go = (way: number, from: HTMLElement) => {
    const tabs = [...(from.parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
    const to = tabs[(tabs.indexOf(from) + way + tabs.length) % tabs.length];
    to?.focus();
    to?.click();
  };
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${name}`}
      aria-selected={isOpen}
      aria-controls="studio-panel"
      tabIndex={isOpen ? 0 : -1}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") go(1, event.currentTarget);
        if (event.key === "ArrowLeft") go(-1, event.currentTarget);
      }}
    >
      {t(`panel.${name}`)}
    </button>
  );
}
