/** The rectangle in numbers, its ratio, and back to the whole picture. */
import { useTranslation } from "react-i18next";
import { isTooLong, LEAST_SIDE_PX, legalBox, sizedBox } from "../canvas/boxDrag";
import { showBox, useRoom } from "../canvas/room";
import { boxAsked } from "../model/boxes";
import { useCell } from "../model/cell";
import { type Box, isSameBox, type Size, whole } from "../model/geometry";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { usePlan } from "../run/planned";
import { NumberField } from "./NumberField";

const RATIOS: readonly (readonly [string, number | null])[] = [
  ["free", null],
  ["1:1", 1],
  ["4:3", 4 / 3],
  ["3:4", 3 / 4],
  ["3:2", 3 / 2],
  ["2:3", 2 / 3],
  ["16:9", 16 / 9],
  ["9:16", 9 / 16],
];
const SIDES = ["x", "y", "width", "height"] as const;

export function BoxPanel({ picture }: { picture: Size }) {
  const { t } = useTranslation();
  const store = useStore();
  const room = useRoom();
  const ratio = useCell(room.ratio);
  const sheet = useStudio(sheetOf);
  const box = boxAsked(sheet, picture);
  const lock = (after: number | null) => {
    room.ratio.set(after);
    if (after !== null) store.tell({ type: "act", sheet: { box: legalBox(box, { picture, ratio: after }) } });
  };
  const withSide = (side: (typeof SIDES)[number], typed: number) =>
    sizedBox(box, side, typed, { picture, ratio });
  const become = (after: Box) => {
    if (!isSameBox(after, box)) store.tell({ type: "act", sheet: { box: after }, on: "box numbers" });
  };
  return (
    <fieldset className="box-panel">
      <legend>{t("box.title")}</legend>
      <div className="box-numbers">
        {SIDES.map((side) => (
          <div key={side} className="field">
            <span aria-hidden="true">{t(`box.${side}`)}</span>
            <NumberField
              label={t(`box.${side}`)}
              value={box[side]}
              least={0}
              onType={(typed) => {
                const legal = withSide(side, typed);
                if (isSameBox(legal, { ...box, [side]: typed })) become(legal); // else it waits for its end
              }}
              onDone={(typed) => become(withSide(side, typed))}
            />
          </div>
        ))}
      </div>
      <div className="button-row">
        <label className="field">
          <span>{t("box.ratio")}</span>
          <select
            value={RATIOS.find(([, value]) => value === ratio)?.[0] ?? "free"}
            onChange={(event) => lock(RATIOS.find(([name]) => name === event.target.value)?.[1] ?? null)}
          >
            {RATIOS.map(([name]) => (
              <option key={name} value={name}>
                {name === "free" ? t("box.free") : name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => showBox(room, box)}>
          {t("box.look")}
        </button>
        <button
          type="button"
          disabled={sheet.box === null}
          onClick={() => store.tell({ type: "act", sheet: { box: null } })}
        >
          {t("box.follow")}
        </button>
        <button type="button" onClick={() => store.tell({ type: "act", sheet: { box: whole(picture) } })}>
          {t("box.whole")}
        </button>
      </div>
      <p className="soft">
        {t("box.limits", { least: Math.min(LEAST_SIDE_PX, picture.width, picture.height) })}
        {isTooLong(box) ? ` ${t("box.tooLong")}` : ""}
      </p>
      <Plan />
    </fieldset>
  );
}

function Plan() {
  const { t } = useTranslation();
  const plan = usePlan()?.data;
  if (!plan) return null;
  const [width, height] = plan.work_size;
  return (
    <p className="soft">
      {t("box.plan", {
        width,
        height,
        padding: Math.round(plan.edges.padding_px),
        feather: Math.round(plan.edges.feather_px),
        reach: Math.round(plan.reach_px),
      })}
    </p>
  );
}
