/** Pictures from the recommender onto the board, to be looked at before they are shown. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { drawSlate } from "../api/recommender";
import { EMOTIONS } from "../pool/words";
import { contextOf } from "../recommender/context";
import { reasonOf } from "../shell/reason";
import { type Board, MOST, ORIENTATIONS, slotName } from "./board";
import { faceOf, nameOfItem } from "./pictures";

export function Fill({ onFilled }: { onFilled: (board: Board) => void }) {
  const { t } = useTranslation();
  const [emotion, setEmotion] = useState("");
  const filled = useMutation({
    mutationFn: () =>
      Promise.all(
        ORIENTATIONS.map((orientation) =>
          drawSlate({
            context: contextOf({ emotion, favorite: "" }),
            favorite: "",
            size: MOST,
            orientation,
          }),
        ),
      ),
    onSuccess: (slates) => {
      const board: Record<string, Board[keyof Board]> = {};
      slates.forEach(({ pictures }, side) => {
        pictures.forEach(({ item, picture }, index) => {
          const orientation = ORIENTATIONS[side] ?? "h";
          const name = nameOfItem(t, item);
          board[slotName(index + 1, orientation)] = { item, name, orientation, face: faceOf(picture) };
        });
      });
      onFilled(board as Board);
    },
  });
  return (
    <>
      <label className="zone-fill">
        <span className="hidden">{t("displays.fillMood")}</span>
        <select value={emotion} onChange={({ target }) => setEmotion(target.value)}>
          <option value="">{t("displays.anyMood")}</option>
          {EMOTIONS.map((word) => (
            <option key={word} value={word}>
              {t(`garden.emotion.${word}`)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={filled.isPending} onClick={() => filled.mutate()}>
        {t("displays.fill")}
      </button>
      {filled.error && (
        <p className="problem" role="alert">
          {reasonOf(t, filled.error)}
        </p>
      )}
    </>
  );
}
