/** The mask to a file and back: white is what is repainted. */
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { boxAsked } from "../model/boxes";
import { type Size, whole } from "../model/geometry";
import { isEmpty, type Plane } from "../model/plane";
import { type Grey, greyOf, planeOf, pngOfBox } from "../model/png";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { save } from "./save";

export function MaskFiles() {
  const { t } = useTranslation();
  const store = useStore();
  const picture = useStudio((studio) => studio.picture);
  const hasMask = useStudio((studio) => !isEmpty(sheetOf(studio).mask));
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = "";
    if (!file || !picture) return;
    try {
      const mask = maskFrom(await greyFile(file), sheetOf(store.get()), picture);
      setProblem(null);
      store.tell({ type: "act", sheet: { mask } });
    } catch (error) {
      setProblem(t("mask.badFile", { reason: (error as Error).message }));
    }
  };
  const give = () => {
    if (picture) save(pngOfBox(sheetOf(store.get()).mask, whole(picture)), `${stem(picture.title)}-mask.png`);
  };
  return (
    <div className="button-row">
      <label className="button">
        {t("mask.import")}
        <input
          type="file"
          className="hidden"
          accept="image/png,image/*"
          onChange={(event) => void take(event)}
        />
      </label>
      <button type="button" disabled={!hasMask} onClick={give}>
        {t("mask.export")}
      </button>
      {problem && (
        <p className="warning" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const stem = (title: string): string => title.replace(/\.[^.]+$/, "") || "picture";

/** The brightness of any picture file; a PNG is read without the browser's colour management. */
async function greyFile(file: File): Promise<Grey> {
  if (file.type === "image/png") return greyOf(await file.arrayBuffer());
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("the browser gave no canvas");
  context.drawImage(bitmap, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const values = Uint8Array.from({ length: width * height }, (_, place) => data[place * 4 + 1] as number);
  return { width, height, values };
}

/** A mask of the picture's size, or of the box's. */
function maskFrom(grey: Grey, sheet: ReturnType<typeof sheetOf>, picture: Size): Plane {
  const box = boxAsked(sheet, picture);
  const fits = ({ width, height }: Size) => grey.width === width && grey.height === height;
  if (fits(picture)) return planeOf(grey, whole(picture));
  if (fits(box)) return planeOf(grey, box);
  const sizes = [grey, picture, box].map(({ width, height }) => `${width} × ${height}`);
  throw new Error(`${sizes[0]} (${sizes[1]} / ${sizes[2]})`);
}
