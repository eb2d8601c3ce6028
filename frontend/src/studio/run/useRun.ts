/** Sends the retouch, follows its job also over a reload, and brings its candidates. */
import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { retouch, upload } from "../../api/client";
import { newKey } from "../../api/key";
import type { Engine, Job } from "../../api/types";
import { useJob } from "../../painting/useJob";
import { reasonOf } from "../../shell/reason";
import { getJournal } from "../api/journals";
import { useRoom } from "../canvas/room";
import { boxAsked } from "../model/boxes";
import type { Box } from "../model/geometry";
import { linesIn } from "../model/lines";
import { isEmpty, type Plane, readBox } from "../model/plane";
import { pngOf, pngOfBox } from "../model/png";
import type { StepLook } from "../model/sheet";
import { type Store, useStore, useStudio } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { lacksOf } from "../wishes/lacks";
import { requestOf, type Uploads } from "../wishes/request";
import { useEngine } from "./planned";
import { isUnreachable, untilAnswered } from "./reach";
import { arranged } from "./useArranged";

export interface Run {
  readonly job: Job | null;
  execute(): void;
  abort(): void;
}

export function useRun(): Run {
  const { t } = useTranslation();
  const store = useStore();
  const room = useRoom();
  const engine = useEngine();
  const id = useStudio(({ phase }) => (phase.at === "painting" ? phase.job : null));
  const { job, error, abort } = useJob(id);
  const isSending = useRef(false); // a second press before the first answer is the same wish
  const execute = useCallback(async () => {
    const studio = store.get();
    if (isSending.current || studio.phase.at !== "drawing" || lacksOf(studio, engine).length > 0) return;
    isSending.current = true;
    store.tell({ type: "send" });
    try {
      await withoutTrials(store);
      store.tell({ type: "sent", job: await sent(store.get(), room.found.get(), engine) });
    } catch (reason) {
      store.tell({ type: "failed", problem: reasonOf(t, reason as Error) });
    } finally {
      isSending.current = false;
    }
  }, [store, room, engine, t]);
  useEffect(() => {
    if (error && !isUnreachable(error)) store.tell({ type: "failed", problem: reasonOf(t, error) });
    else if (job && job.id === id) void concluded(store, job, t("work.aborted"), t("problem.title"));
  }, [store, job, id, error, t]);
  return { job, execute: () => void execute(), abort };
}

async function concluded(store: Store, job: Job, aborted: string, failed: string): Promise<void> {
  const journal = store.get().journal;
  if (job.state === "cancelled") store.tell({ type: "failed", problem: aborted });
  if (job.state === "failed") store.tell({ type: "failed", problem: job.error?.message ?? failed });
  if (job.state !== "succeeded" || !journal) return;
  const after = await untilAnswered(() => getJournal(journal.id));
  const { phase } = store.get();
  if (phase.at === "painting" && phase.job === job.id) store.tell({ type: "finished", journal: after });
}

/** The candidates on trial are hidden, so that each run begins on the same base; those kept stay. */
export async function withoutTrials(store: Store): Promise<void> {
  const { pending, journal } = store.get();
  const trials = new Set(
    journal?.steps.filter(({ job }) => job && pending.includes(job)).map(({ id }) => id),
  );
  const hide = (look: StepLook) => (trials.has(look.id) && !look.muted ? { ...look, muted: true } : look);
  const { steps } = sheetOf(store.get());
  if (steps.some((look) => hide(look) !== look))
    store.tell({ type: "act", sheet: { steps: steps.map(hide) } });
  await arranged(store);
}

/** Upload what was drawn and ask for the retouch; the job's id. */
async function sent(studio: Studio, found: Plane, engine: Engine | undefined): Promise<string> {
  const { ids, box } = await uploaded(studio, found);
  const request = requestOf(studio, ids, box, engine);
  const key = newKey(); // the server may have taken the wish whose answer was lost
  return (await untilAnswered(() => retouch(request, key))).id;
}

/** The drawn planes as pictures on the server, cut to the box that the request names. */
export async function uploaded(studio: Studio, found: Plane): Promise<{ ids: Uploads; box: Box }> {
  const { picture } = studio;
  if (!picture) throw new Error("there is no picture to retouch");
  const sheet = sheetOf(studio);
  const box = boxAsked(sheet, picture);
  const { wishes } = sheet;
  const keep = async (file: Blob, kind: "mask" | "lines" | "strengths") =>
    (await upload(file, `${kind}.png`, kind)).id;
  const [mask, lines, strengths] = await Promise.all([
    keep(pngOfBox(sheet.mask, box), "mask"),
    wishes.useLines ? keep(pngOf(linesIn(box, found, sheet)), "lines") : null,
    wishes.useStrengths && !isEmpty(sheet.strengths)
      ? keep(strengthsFile(sheet.strengths, box), "strengths")
      : null,
  ]);
  return { ids: { mask, lines, strengths }, box };
}

/** Where no local strength was painted, it is the full one. */
function strengthsFile(strengths: Plane, box: Box): Blob {
  const values = readBox(strengths, box);
  return pngOf({ width: box.width, height: box.height, values: values.map((value) => value || 255) });
}
