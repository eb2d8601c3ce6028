/** An open picture with everything that is done to it. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { Problem } from "../shell/Problem";
import { Easel } from "./canvas/Easel";
import { useLooks, useLooksTaken } from "./looks/useLooks";
import { Warnings } from "./looks/Warnings";
import type { Cell } from "./model/cell";
import { useStudio } from "./model/store";
import type { Incoming } from "./open/useIncoming";
import { useArranged } from "./run/useArranged";
import type { Autosave } from "./run/useAutosave";
import { useOvertaken } from "./run/useOvertaken";
import { useRun } from "./run/useRun";
import { SidePanel } from "./SidePanel";
import { StudioBar } from "./StudioBar";
import { TopBar } from "./TopBar";
import { ToolColumn } from "./tools/ToolColumn";
import { useStudioKeys } from "./useStudioKeys";

const Strip = lazy(async () => ({ default: (await import("./journal/Strip")).Strip }));
const Viewer = lazy(async () => ({ default: (await import("./viewer/Viewer")).Viewer }));

interface Props {
  picture: Picture;
  autosave: Autosave;
  pictures: Cell<readonly string[]>; // open in this tab
  incoming: Incoming;
}

export function Desk({ picture, autosave, pictures, incoming }: Props) {
  const { t } = useTranslation();
  const [isViewing, setViewing] = useState(false);
  const run = useRun();
  const looks = useLooks();
  const hasTrials = useStudio((studio) => studio.pending.length > 0);
  useLooksTaken(looks);
  useArranged();
  useStudioKeys(picture, run, () => setViewing(true));
  return (
    <section className="studio">
      <h1 className="hidden">{t("desk.title")}</h1>
      <TopBar
        picture={picture}
        saving={autosave.saving}
        pictures={pictures}
        onView={() => setViewing(true)}
      />
      <ToolColumn />
      <div className={incoming.isOver ? "stage over" : "stage"}>
        {autosave.saving === "overtaken" && <Overtaken autosave={autosave} />}
        {incoming.isSending && <p role="status">{t("desk.opening")}</p>}
        {incoming.error && <Problem error={incoming.error} />}
        <div className="easel-room">
          <Easel picture={picture} />
          <Warnings looks={looks} />
        </div>
        {hasTrials && (
          <Suspense>
            <Strip />
          </Suspense>
        )}
      </div>
      <aside className="studio-side" aria-label={t("wishes.label")}>
        <SidePanel looks={looks} picture={picture} />
        <StudioBar run={run} />
      </aside>
      {isViewing && (
        <Suspense>
          <Viewer onClose={() => setViewing(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** Another tab has saved this picture's draft: nothing is overwritten before its owner has said which one stays. */
function Overtaken({ autosave }: { autosave: Autosave }) {
  const { t } = useTranslation();
  const { takeTheirs, keepMine, isBusy } = useOvertaken(autosave);
  return (
    <div className="overtaken" role="alert">
      <p>{t("saving.overtaken")}</p>
      <button type="button" disabled={isBusy} onClick={takeTheirs}>
        {t("saving.takeTheirs")}
      </button>
      <button type="button" disabled={isBusy} onClick={keepMine}>
        {t("saving.keepMine")}
      </button>
    </div>
  );
}
