/** The mask: brushes, whole-mask acts, people and their parts, files. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Looks } from "../looks/useLooks";
import { BrushFields } from "./BrushFields";
import { MaskFiles } from "./MaskFiles";
import { useMaskActs } from "./maskActs";
import { PeopleFields } from "./PeopleFields";
import { Slider } from "./Slider";

export function MaskPanel({ looks }: { looks: Looks }) {
  const { t } = useTranslation();
  const acts = useMaskActs();
  const [by_px, setBy] = useState(10);
  return (
    <section className="mask-panel" aria-label={t("panel.mask")}>
      <BrushFields tools={["brush", "eraser"]} />
      <p className="soft">{t("mask.shapesHint")}</p>
      <div className="button-row">
        <button type="button" onClick={acts.fill}>
          {t("mask.fill")}
        </button>
        <button type="button" onClick={acts.clear} disabled={!acts.hasMask}>
          {t("mask.clear")}
        </button>
        <button type="button" onClick={acts.invert}>
          {t("mask.invert")}
        </button>
      </div>
      <fieldset>
        <legend>{t("mask.edge")}</legend>
        <Slider label={t("mask.by")} unit="px" value={by_px} least={1} most={200} onChange={setBy} />
        <div className="button-row">
          <button type="button" disabled={!acts.hasMask} onClick={() => acts.grow(by_px)}>
            {t("mask.grow")}
          </button>
          <button type="button" disabled={!acts.hasMask} onClick={() => acts.grow(-by_px)}>
            {t("mask.shrink")}
          </button>
          <button type="button" disabled={!acts.hasMask} onClick={() => acts.smooth(by_px)}>
            {t("mask.smooth")}
          </button>
        </div>
      </fieldset>
      <PeopleFields looks={looks} />
      <MaskFiles />
    </section>
  );
}
