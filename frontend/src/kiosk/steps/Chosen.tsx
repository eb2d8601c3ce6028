/** The chosen picture, and two that go with it. */
import type { ReactElement } from "react";
import type { ShownPicture, Slate } from "../server/types";
import { fill, useTexts } from "../text/texts";
import { aboutOf, type Opinions, Row } from "./Pictures";

interface Wishes extends Opinions {
  chosen: ShownPicture;
  trio: Slate | null;
  painted: string | null;
  onChoose: (picture: ShownPicture) => void;
  onTake: () => void;
}

export function Chosen({ chosen, trio, painted, onChoose, onTake, ...opinions }: Wishes): ReactElement {
  const t = useTexts();
  const says = (picture: ShownPicture) =>
    picture.item === chosen.item ? t.chosen.yours : fill(t.chosen.instead, { about: aboutOf(picture, t) });
  const touched = (picture: ShownPicture) => (picture.item === chosen.item ? onTake() : onChoose(picture));
  return (
    <>
      <Row slate={trio} painted={painted} lead={chosen.item} says={says} onChoose={touched} {...opinions} />
      <div className="choices">
        <button type="button" className="primary" onClick={onTake}>
          {t.chosen.take}
        </button>
      </div>
    </>
  );
}
