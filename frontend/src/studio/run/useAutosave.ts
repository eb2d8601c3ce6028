/** Saves the draft a moment after each change. Where another tab has saved meanwhile, it stops and asks. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { putDraft } from "../api/drafts";
import { emptySheet, type Sheet } from "../model/sheet";
import { useStore } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { changedLayers, dataOf } from "./draft";
import { isOvertaken } from "./reach";

const PAUSE_MS = 1_200;
const RETRY_MS = 5_000; // after the server could not be reached

export type Saving = "saved" | "waiting" | "saving" | "offline" | "overtaken";

export interface Autosave {
  readonly saving: Saving;
  /** What is saved already: the sheet as it was opened, at this version. */
  begin(journal: string, version: number, sheet: Sheet): void;
  /** Save over what another tab has saved. */
  overwrite(version: number): void;
}

export function useAutosave(): Autosave {
  const store = useStore();
  const [saving, setSaving] = useState<Saving>("saved");
  const saver = useMemo(() => new Saver(store.get, setSaving), [store]);
  useEffect(() => {
    let { phase } = store.get();
    return store.subscribe(() => {
      const isSent = store.get().phase !== phase && store.get().phase.at === "painting";
      ({ phase } = store.get());
      if (isSent)
        saver.now(); // so that a reload finds the job
      else saver.changed();
    });
  }, [store, saver]);
  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && saver.now(true);
    const warn = (event: BeforeUnloadEvent) =>
      (saver.isStranded() || store.get().phase.at === "sending") && event.preventDefault();
    document.addEventListener("visibilitychange", leave);
    addEventListener("beforeunload", warn);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      removeEventListener("beforeunload", warn);
      saver.now();
    };
  }, [saver, store]);
  const ref = useRef(saver);
  ref.current = saver;
  return {
    saving,
    begin: useCallback((...given) => ref.current.begin(...given), []),
    overwrite: useCallback((version) => ref.current.overwrite(version), []),
  };
}

class Saver {
  private journal: string | null = null;
  private version = 0;
  private saved: Sheet = emptySheet;
  private savedData = "";
  private timer: ReturnType<typeof setTimeout> | null = null;
  private isBusy = false;
  private isOvertaken = false;
  private isAway = false; // the last save did not reach the server

  constructor(
    private readonly studio: () => Studio,
    private readonly tell: (saving: Saving) => void,
  ) {}

  begin(journal: string, version: number, sheet: Sheet): void {
    this.stop();
    Object.assign(this, { journal, version, saved: sheet, isOvertaken: false, isAway: false });
    this.savedData = JSON.stringify(this.data(sheet));
    this.tell("saved");
  }

  overwrite(version: number): void {
    this.version = version;
    this.isOvertaken = false;
    this.savedData = "";
    this.saved = emptySheet; // every layer is sent
    this.now();
  }

  changed(): void {
    if (!this.journal || this.isOvertaken || this.isAway || !this.isDue()) return;
    this.tell("waiting");
    this.wait(PAUSE_MS);
  }

  /** `isLast`: the page may be gone before the answer comes. */
  now(isLast = false): void {
    if (this.timer) this.stop();
    void this.save(isLast);
  }

  /** Leaving the page now would lose what cannot be saved. */
  isStranded(): boolean {
    return (this.isOvertaken || this.isAway) && this.journal !== null && this.isDue();
  }

  private isDue(): boolean {
    const sheet = sheetOf(this.studio());
    const { mask, drawn, erased, strengths } = this.saved;
    const isDrawn =
      sheet.mask !== mask ||
      sheet.drawn !== drawn ||
      sheet.erased !== erased ||
      sheet.strengths !== strengths;
    return isDrawn || JSON.stringify(this.data(sheet)) !== this.savedData;
  }

  private data(sheet: Sheet) {
    const { phase, pending } = this.studio();
    return dataOf(sheet, phase.at === "painting" ? phase.job : null, pending);
  }

  private async save(isLast = false): Promise<void> {
    if (!this.journal || this.isBusy || this.isOvertaken || !this.isDue()) return;
    this.isBusy = true;
    this.tell("saving");
    const { journal, version } = this;
    const sheet = sheetOf(this.studio());
    const data = this.data(sheet);
    try {
      const answer = await putDraft(journal, version, data, changedLayers(sheet, this.saved), isLast);
      this.isAway = false;
      if (journal === this.journal) {
        Object.assign(this, { version: answer.version, saved: sheet, savedData: JSON.stringify(data) });
        this.tell("saved");
      }
    } catch (error) {
      this.failed(error as Error);
    } finally {
      this.isBusy = false;
    }
    this.changed();
  }

  private failed(error: Error): void {
    this.isOvertaken = isOvertaken(error);
    this.isAway = !this.isOvertaken;
    this.tell(this.isOvertaken ? "overtaken" : "offline");
    if (!this.isOvertaken) this.wait(RETRY_MS);
  }

  private wait(pause_ms: number): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.save();
    }, pause_ms);
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
