/** The line art: whether it guides, how it is found, own lines, traced lines with their weights. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../shell/reason";
import { getEyes, traceLines } from "../api/looks";
import { useRoom } from "../canvas/room";
import type { Looks } from "../looks/useLooks";
import { useCell } from "../model/cell";
import { emptyPlane, isEmpty } from "../model/plane";
import { DETECTORS, type LineStroke, PRECISIONS, type Wishes } from "../model/sheet";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import { BrushFields } from "./BrushFields";
import { Slider } from "./Slider";

export function LinesPanel({ looks }: { looks: Looks }) {
  const { t } = useTranslation();
  const store = useStore();
  const engine = useEngine();
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const eyes = useQuery({ queryKey: ["eyes"], queryFn: getEyes, staleTime: 60_000 });
  const canFollow = heeds(engine, "lines");
  const wish = (change: Partial<Wishes>) => store.tell({ type: "wish", wishes: change });
  const missing = (id: string) => eyes.data?.detectors.find((one) => one.id === id && !one.available);
  return (
    <section className="lines-panel" aria-label={t("panel.lines")}>
      <label className="check">
        <input
          type="checkbox"
          checked={wishes.useLines && canFollow}
          disabled={!canFollow}
          onChange={(event) => wish({ useLines: event.target.checked })}
        />
        {t("lines.use")}
      </label>
      {!canFollow && <p className="soft">{t("lines.notFollowed", { engine: engine?.engine })}</p>}
      {!looks.place && <p className="soft">{t("lines.needsBox")}</p>}
      <label className="field">
        <span>{t("lines.detector")}</span>
        <select
          value={wishes.detector}
          onChange={(event) => wish({ detector: event.target.value as Wishes["detector"] })}
        >
          {DETECTORS.map((id) => (
            <option key={id} value={id} disabled={missing(id) !== undefined}>
              {t(`detector.${id}`)}
              {missing(id) ? ` (${missing(id)?.reason})` : ""}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="segments">
        <legend>{t("lines.precision")}</legend>
        {PRECISIONS.map((precision) => (
          <label key={precision}>
            <input
              type="radio"
              name="line-precision"
              checked={wishes.precision === precision}
              onChange={() => wish({ precision })}
            />
            {t(`precision.${precision}`)}
          </label>
        ))}
      </fieldset>
      <BrushFields tools={["pencil", "rubber"]} />
      <OwnLines />
      <Traced looks={looks} />
    </section>
  );
}

function OwnLines() {
  const { t } = useTranslation();
  const store = useStore();
  const hasOwn = useStudio((studio) => !isEmpty(sheetOf(studio).drawn) || !isEmpty(sheetOf(studio).erased));
  return (
    <div className="button-row">
      <button
        type="button"
        disabled={!hasOwn}
        onClick={() => store.tell({ type: "act", sheet: { drawn: emptyPlane, erased: emptyPlane } })}
      >
        {t("lines.clearOwn")}
      </button>
      <span className="soft">{t("lines.kept")}</span>
    </div>
  );
}

/** Detected lines as strokes: chosen by a click, weighted, taken out. */
function Traced({ looks }: { looks: Looks }) {
  const { t } = useTranslation();
  const store = useStore();
  const room = useRoom();
  const strokes = useStudio((studio) => sheetOf(studio).strokes);
  const detector = useStudio((studio) => sheetOf(studio).wishes.detector);
  const chosen = useCell(room.line);
  const place = looks.place;
  const tracing = useMutation({
    mutationFn: async () => (place ? (await traceLines(place, detector)).strokes : []),
    onSuccess: (found) => {
      room.line.set(null);
      const traced = found.map(({ points, ...line }) => ({
        ...line,
        points: points.map(([x, y]) => ({ x, y })),
      }));
      store.tell({ type: "act", sheet: { strokes: traced } });
      store.tell({ type: "take", tool: "line" });
    },
  });
  const become = (after: readonly LineStroke[] | null, on?: string) =>
    store.tell({ type: "act", sheet: { strokes: after }, ...(on ? { on } : {}) });
  const line = chosen === null ? undefined : strokes?.[chosen];
  const take = (way: 1 | -1) => {
    if (!strokes || strokes.length === 0) return;
    room.line.set(((chosen ?? (way === 1 ? -1 : 0)) + way + strokes.length) % strokes.length);
  };
  return (
    <fieldset>
      <legend>{t("lines.traced")}</legend>
      {!strokes && (
        <button type="button" disabled={!place || tracing.isPending} onClick={() => tracing.mutate()}>
          {t(tracing.isPending ? "lines.tracing" : "lines.trace")}
        </button>
      )}
      {tracing.error && (
        <p className="warning" role="alert">
          {reasonOf(t, tracing.error)}
        </p>
      )}
      {strokes && (
        <>
          <p className="soft">{t("lines.count", { count: strokes.length })}</p>
          <div className="button-row">
            <button type="button" onClick={() => take(-1)}>
              {t("lines.previous")}
            </button>
            <button type="button" onClick={() => take(1)}>
              {t("lines.next")}
            </button>
            <button type="button" onClick={() => become(null)}>
              {t("lines.untrace")}
            </button>
          </div>
        </>
      )}
      {strokes && line && chosen !== null && (
        <>
          <Slider
            label={t("lines.weight")}
            unit="%"
            value={Math.round(line.weight * 100)}
            least={0}
            most={100}
            onChange={(weight) =>
              become(strokes.with(chosen, { ...line, weight: weight / 100 }), `line ${chosen}`)
            }
          />
          <Slider
            label={t("lines.width")}
            unit="px"
            value={line.width_px}
            least={0.5}
            most={40}
            step={0.5}
            onChange={(width_px) => become(strokes.with(chosen, { ...line, width_px }), `line ${chosen}`)}
          />
          <button
            type="button"
            onClick={() => {
              room.line.set(null);
              become(strokes.toSpliced(chosen, 1));
            }}
          >
            {t("lines.remove")}
          </button>
        </>
      )}
    </fieldset>
  );
}
