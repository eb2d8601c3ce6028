/** One step: what it was, how strongly and softly it is shown, and what can be done with it. */
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { thumbnailOf } from "../../api/files";
import { plannedFeather, type Step } from "../api/journals";
import type { StepLook } from "../model/sheet";
import { useStore } from "../model/store";
import { tokensOf } from "../prompt/serialise";
import { Slider } from "../tools/Slider";
import { changedLook, movedLook, placedLook, withoutLook } from "./looks";

interface Props {
  step: Step;
  look: StepLook;
  number: number; // 1 is the first painted
  looks: readonly StepLook[];
  onChange: (looks: readonly StepLook[], on?: string) => void;
  onDuplicate: () => void;
}

const MOST_FEATHER_PX = 200;
const DRAGGED = "application/x-hwawon-step";

export function StepRow({ step, look, number, looks, onChange, onDuplicate }: Props) {
  const { t } = useTranslation();
  const store = useStore();
  const [isOver, setOver] = useState(false);
  const name = t("journal.step", { number, prompt: step.request.prompt || t("journal.noWords") });
  const change = (part: Partial<StepLook>, on: string) =>
    onChange(changedLook(looks, look.id, part), `${on} ${look.id}`);
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onChange(movedLook(looks, look.id, event.key === "ArrowUp" ? 1 : -1));
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const id = event.dataTransfer.getData(DRAGGED);
    if (id)
      onChange(
        placedLook(
          looks,
          id,
          looks.findIndex((one) => one.id === look.id),
        ),
      );
  };
  const takeWishes = () => {
    const { prompt, negative_prompt, seed, strength } = step.request;
    const wishes = {
      prompt: tokensOf(prompt),
      negative: tokensOf(negative_prompt),
      seed: String(seed),
      strength: Math.round(strength * 100),
    };
    store.tell({ type: "wish", wishes });
  };
  return (
    <li
      className={`step-row${look.muted ? " muted" : ""}${isOver ? " over" : ""}`}
      aria-label={name}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onKeyDown={press}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging is what the arrow buttons do, too */}
      <div
        className="step-head"
        draggable
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED, look.id)}
      >
        <button
          type="button"
          className="tool"
          aria-pressed={!look.muted}
          aria-label={`${number} ${t("journal.show", { name })}`} // it begins as what is seen, for voice control
          title={t("journal.show", { name })}
          onClick={() => onChange(changedLook(looks, look.id, { muted: !look.muted }))}
        >
          {number}
        </button>
        {step.picture && <img src={thumbnailOf(step.picture)} alt="" loading="lazy" />}
        <p className="step-words">
          {step.request.prompt || t("journal.noWords")}
          <span className="soft">
            {" "}
            {t("journal.facts", {
              strength: Math.round(step.request.strength * 100),
              seed: step.request.seed,
              engine: step.request.engine,
            })}
          </span>
        </p>
      </div>
      <Slider
        label={t("journal.opacity")}
        unit="%"
        value={Math.round(look.opacity * 100)}
        least={0}
        most={100}
        onChange={(opacity) => change({ opacity: opacity / 100 }, "opacity")}
      />
      <Feather step={step} look={look} onChange={(feather_px) => change({ feather_px }, "feather")} />
      <div className="button-row">
        <button
          type="button"
          disabled={number === looks.length}
          onClick={() => onChange(movedLook(looks, look.id, 1))}
          aria-label={t("journal.up", { name })}
        >
          ↑
        </button>
        <button
          type="button"
          disabled={number === 1}
          onClick={() => onChange(movedLook(looks, look.id, -1))}
          aria-label={t("journal.down", { name })}
        >
          ↓
        </button>
        <button type="button" onClick={onDuplicate}>
          {t("journal.duplicate")}
        </button>
        <button type="button" onClick={takeWishes}>
          {t("journal.wishes")}
        </button>
        <button type="button" onClick={() => onChange(withoutLook(looks, look.id))}>
          {t("journal.delete")}
        </button>
      </div>
    </li>
  );
}

/** The softness of the edge, after the fact: as planned, or by hand. */
function Feather({
  step,
  look,
  onChange,
}: Pick<Props, "step" | "look"> & { onChange: (px: number | null) => void }) {
  const { t } = useTranslation();
  const planned = Math.round(plannedFeather(step));
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={look.feather_px === null}
          onChange={(event) => onChange(event.target.checked ? null : planned)}
        />
        {t("journal.featherPlanned", { feather: planned })}
      </label>
      {look.feather_px !== null && (
        <Slider
          label={t("journal.feather")}
          unit="px"
          value={look.feather_px}
          least={0}
          most={MOST_FEATHER_PX}
          onChange={onChange}
        />
      )}
    </>
  );
}
