/** Size, hardness, flow and pressure of the brush in hand. */
import { useTranslation } from "react-i18next";
import { useStore, useStudio } from "../model/store";
import type { BrushTool, Studio } from "../model/studio";
import { Slider } from "./Slider";

const LARGEST_SIZE_PX = 500;

const brushInHand = ({ tool }: Studio): BrushTool | null =>
  tool === "brush" || tool === "eraser" || tool === "pencil" || tool === "rubber" || tool === "strength"
    ? tool
    : null;

/** The fields of the tool in hand where it is one of `tools`, else of the first of them. */
export function BrushFields({ tools }: { tools: readonly [BrushTool, ...BrushTool[]] }) {
  const { t } = useTranslation();
  const store = useStore();
  const inHand = useStudio(brushInHand);
  const tool = inHand && tools.includes(inHand) ? inHand : tools[0];
  const options = useStudio((studio) => studio.brushes[tool]);
  const set = (change: Partial<typeof options>) => store.tell({ type: "brush", tool, options: change });
  return (
    <fieldset className="brush-fields">
      <legend>{t(`tool.${tool}`)}</legend>
      <Slider
        label={t("brush.size")}
        unit="px"
        value={options.size_px}
        least={1}
        most={Math.max(LARGEST_SIZE_PX, options.size_px)}
        onChange={(size_px) => set({ size_px })}
      />
      <Slider
        label={t("brush.hardness")}
        unit="%"
        value={options.hardness}
        least={0}
        most={100}
        onChange={(hardness) => set({ hardness })}
      />
      <Slider
        label={t("brush.flow")}
        unit="%"
        value={options.flow}
        least={1}
        most={100}
        onChange={(flow) => set({ flow })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={options.pressure}
          onChange={(event) => set({ pressure: event.target.checked })}
        />
        {t("brush.pressure")}
      </label>
    </fieldset>
  );
}
