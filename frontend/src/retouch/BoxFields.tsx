/** The box as four numbers, for those who know the pixels or do not drag. */
import type { Dispatch } from "react";
import { useTranslation } from "react-i18next";
import { type Box, boxBetween } from "./geometry";
import { type Action, boxOf, type Desk } from "./state";

const SIDES = [
  ["x", "wishes.left"],
  ["y", "wishes.top"],
  ["width", "wishes.width"],
  ["height", "wishes.height"],
] as const;

export function BoxFields({ desk, tell }: { desk: Desk; tell: Dispatch<Action> }) {
  const { t } = useTranslation();
  const { picture, history } = desk;
  const box = boxOf(desk);
  if (!picture || !box) return null;
  const set = (side: keyof Box, value: number) => {
    if (!Number.isInteger(value)) return;
    const wanted = { ...box, [side]: value };
    const corner = { x: wanted.x + wanted.width, y: wanted.y + wanted.height };
    tell({ type: "box", box: boxBetween(wanted, corner, picture) ?? box });
  };
  return (
    <fieldset className="box-fields">
      <legend>{t("wishes.box")}</legend>
      {SIDES.map(([side, label]) => (
        <label key={side} className="field">
          <span>{t(label)}</span>
          <input
            type="number"
            step={1}
            value={box[side]}
            onChange={(event) => set(side, event.target.valueAsNumber)}
          />
        </label>
      ))}
      {!history.now.box && <p className="soft">{t("wishes.boxAuto")}</p>}
    </fieldset>
  );
}
