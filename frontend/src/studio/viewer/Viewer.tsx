/** The picture as large as the screen: walk through its history, compare, mark, delete, look closer. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../../api/types";
import { address } from "../../base";
import { CloseIcon } from "../../shell/icons";
import { reasonOf } from "../../shell/reason";
import { retouchLink } from "../../shell/route";
import type { Journal } from "../api/journals";
import { useStudio } from "../model/store";
import { deletePicture, type Entry, entriesOf, madeFrom, markFavourite, neighbour } from "./entries";
import { HistoryRow } from "./HistoryRow";
import { MODES, type Mode, Stage } from "./Stage";
import { useLens } from "./useLens";
import "../../style/studio-viewer.css";

export function Viewer({ onClose }: { onClose: () => void }) {
  const picture = useStudio((studio) => studio.picture);
  const journal = useStudio((studio) => studio.journal);
  return picture && journal ? <Shown picture={picture} journal={journal} onClose={onClose} /> : null;
}

interface Props {
  picture: Picture;
  journal: Journal;
  onClose: () => void;
}

function Shown({ picture, journal, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const lens = useLens(picture);
  const [onlyFavourites, setOnlyFavourites] = useState(false);
  const [shownId, setShownId] = useState(journal.id);
  const [mode, setMode] = useState<Mode>("single");
  const queries = useQueryClient();
  const asked = useQuery({ queryKey: ["pictures", "made", picture.id], queryFn: () => madeFrom(picture.id) });
  const all = entriesOf(picture, journal, asked.data?.items ?? []);
  const entries = onlyFavourites ? all.filter((entry) => entry.picture?.favourite) : all;
  const shown = entries.find(({ id }) => id === shownId) ?? entries[0] ?? (all[0] as Entry);
  const original = all.find(({ kind }) => kind === "original") as Entry;
  const refresh = () => queries.invalidateQueries({ queryKey: ["pictures"] });
  const marking = useMutation({
    mutationFn: (entry: Entry) => markFavourite(entry.id, !entry.picture?.favourite),
    onSettled: refresh,
  });
  const deleting = useMutation({
    mutationFn: (entry: Entry) => deletePicture(entry.id),
    onSuccess: (_, entry) => setShownId(neighbour(entries, entry.id, 1)?.id ?? journal.id),
    onSettled: refresh,
  });
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.focus(); // not the first field in it, which would take the arrow keys
  }, []);
  const walk = (way: 1 | -1) => setShownId(neighbour(entries, shown.id, way)?.id ?? shown.id);
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement && event.key.startsWith("Arrow")) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => walk(-1),
      ArrowRight: () => walk(1),
      "+": () => lens.zoomBy(1.4),
      "=": () => lens.zoomBy(1.4),
      "-": () => lens.zoomBy(1 / 1.4),
      "0": lens.showAll,
      "1": lens.actualSize,
      c: () => setMode(mode === "slider" ? "single" : "slider"),
      s: () => setMode(mode === "side" ? "single" : "side"),
      b: () => setMode(mode === "blink" ? "single" : "blink"),
      d: () => setMode(mode === "difference" ? "single" : "difference"),
      e: () => setMode(mode === "edges" ? "single" : "edges"),
      f: () => shown.kind === "made" && marking.mutate(shown),
      Delete: () => shown.kind === "made" && deleting.mutate(shown),
    };
    const act = acts[event.key];
    if (act && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      act();
    }
  };
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    // Not on the dialog: what has the focus in it may go away, and the keys go on.
    const listen = (event: KeyboardEvent) => latest.current(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  const error = marking.error ?? deleting.error ?? asked.error;
  return (
    <dialog
      ref={dialog}
      className="viewer"
      tabIndex={-1}
      aria-label={t("lightbox.label")}
      onClose={onClose}
      onCancel={(event) => {
        if (!lens.isClose) return;
        event.preventDefault(); // the first Escape steps back, the second closes
        lens.showAll();
      }}
    >
      <div className="viewer-bar">
        <fieldset className="segments">
          <legend className="hidden">{t("viewer.mode")}</legend>
          {MODES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="mode"
                checked={mode === name}
                onChange={() => setMode(name)}
                // After a click the arrow keys walk through the pictures again.
                onClick={(event) => event.detail > 0 && dialog.current?.focus()}
              />
              {t(`viewer.${name}`)}
            </label>
          ))}
        </fieldset>
        <span className="viewer-zoom">
          <button
            type="button"
            aria-label={t("zoom.out")}
            disabled={!lens.canShrink}
            onClick={() => lens.zoomBy(1 / 1.4)}
          >
            −
          </button>
          <output>{lens.percent} %</output>
          <button type="button" aria-label={t("zoom.in")} onClick={() => lens.zoomBy(1.4)}>
            +
          </button>
          <button type="button" onClick={lens.showAll}>
            {t("zoom.fit")}
          </button>
          <button type="button" aria-label={`1:1 ${t("zoom.actual")}`} onClick={lens.actualSize}>
            1:1
          </button>
        </span>
        <span className="viewer-zoom">
          <button type="button" aria-label={t("lightbox.previous")} title="←" onClick={() => walk(-1)}>
            ‹
          </button>
          <output>{t("lightbox.place", { index: entries.indexOf(shown) + 1, total: entries.length })}</output>
          <button type="button" aria-label={t("lightbox.next")} title="→" onClick={() => walk(1)}>
            ›
          </button>
        </span>
        {shown.picture && (
          <span className="viewer-acts">
            {shown.kind === "made" && (
              <button
                type="button"
                aria-pressed={shown.picture.favourite}
                onClick={() => marking.mutate(shown)}
                aria-label={t("viewer.favourite")}
              >
                {shown.picture.favourite ? "♥" : "♡"}
              </button>
            )}
            <a
              className="button"
              href={address(`api/pictures/${encodeURIComponent(shown.id)}/download?format=png`)}
              download
            >
              {t("lightbox.download")}
            </a>
            {shown.kind === "made" && (
              <>
                <a className="button" href={retouchLink(shown.id)} onClick={onClose}>
                  {t("viewer.edit")}
                </a>
                <button type="button" onClick={() => deleting.mutate(shown)}>
                  {t("journal.delete")}
                </button>
              </>
            )}
          </span>
        )}
        <button
          type="button"
          className="round close"
          aria-label={t("lightbox.close")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      {error && (
        <p className="warning" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
      <Stage mode={mode} shown={shown} original={original} picture={picture} lens={lens} />
      <HistoryRow
        entries={entries}
        shown={shown.id}
        onlyFavourites={onlyFavourites}
        onChoose={setShownId}
        onFilter={setOnlyFavourites}
      />
    </dialog>
  );
}
