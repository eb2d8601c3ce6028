/** How strongly, from what, how plainly, how often: the numbers of a retouch. */
import { useTranslation } from "react-i18next";
import "../../style/studio-wishes.css";
import type { MaskContent, Wishes } from "../model/sheet";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { Slider } from "../tools/Slider";
import { contentOf, STOPS, type Stop } from "./content";
import { MOST_CANDIDATES } from "./defaults";
import { canBeConsistent, heeds } from "./honours";
import { LocalStrength } from "./LocalStrength";
import { SeedField } from "./SeedField";
import { StrengthStrip } from "./StrengthStrip";
import { Unheeded } from "./Unheeded";
import { useWish, type Wish } from "./useWish";

export function StrengthPanel() {
  const wishes = useStudio((studio) => sheetOf(studio).wishes);
  const wish = useWish();
  return (
    <div className="wish-panel">
      <Strength strength={wishes.strength} wish={wish} />
      <Content wishes={wishes} wish={wish} />
      <StrengthStrip />
      <LocalStrength />
      <Many wishes={wishes} wish={wish} />
      <Looks wishes={wishes} wish={wish} />
      <Edge wishes={wishes} wish={wish} />
    </div>
  );
}

interface Props {
  wishes: Wishes;
  wish: Wish;
}

function Strength({ strength, wish }: { strength: number; wish: Wish }) {
  const { t } = useTranslation();
  const take = (value: number) => wish({ strength: value }, "strength");
  return (
    <section aria-label={t("wishes.strength")} className="strength">
      <Slider label={t("wishes.strength")} value={strength} least={0} most={100} onChange={take} />
      <div className="scale" aria-hidden="true">
        {Object.values(STOPS).map((value) => (
          <i key={value} style={{ left: `${value}%` }} />
        ))}
      </div>
      <div className="stops">
        {(Object.entries(STOPS) as [Stop, number][]).map(([name, value]) => (
          <button key={name} type="button" aria-pressed={strength === value} onClick={() => take(value)}>
            <span>{t(`strength.${name}`)}</span> <b>{value}</b>
          </button>
        ))}
      </div>
    </section>
  );
}

const CONTENTS = ["original", "fill", "latent_noise", "latent_nothing"] as const satisfies MaskContent[];

function Content({ wishes, wish }: Props) {
  const { t } = useTranslation();
  const engine = useEngine();
  const isHeeded = heeds(engine, "mask_content");
  const inForce = contentOf({ content: "auto", strength: wishes.strength });
  return (
    <label className="field">
      <span>{t("strength.content")}</span>
      <select
        value={wishes.content}
        disabled={!isHeeded}
        onChange={(event) => wish({ content: event.target.value as MaskContent })}
      >
        <option value="auto">{t("strength.follows", { content: t(`maskContent.${inForce}`) })}</option>
        {CONTENTS.map((content) => (
          <option key={content} value={content}>
            {t(`maskContent.${content}`)}
          </option>
        ))}
      </select>
      <Unheeded isHeeded={isHeeded} engine={engine?.engine} />
    </label>
  );
}

function Many({ wishes, wish }: Props) {
  const { t } = useTranslation();
  return (
    <div className="many">
      <label className="field">
        <span>{t("wishes.count")}</span>
        <select value={wishes.count} onChange={(event) => wish({ count: Number(event.target.value) })}>
          {Array.from({ length: MOST_CANDIDATES }, (_, index) => index + 1).map((count) => (
            <option key={count}>{count}</option>
          ))}
        </select>
      </label>
      <SeedField seed={wishes.seed} wish={wish} />
    </div>
  );
}

function Looks({ wishes, wish }: Props) {
  const { t } = useTranslation();
  const engine = useEngine();
  const isPlainHeeded = heeds(engine, "noise_multiplier");
  const canConsist = canBeConsistent(engine);
  return (
    <fieldset>
      <legend>{t("strength.looks")}</legend>
      <Slider
        label={t("strength.simplicity")}
        value={wishes.simplicity}
        least={0}
        most={150}
        disabled={!isPlainHeeded}
        onChange={(simplicity) => wish({ simplicity }, "simplicity")}
      />
      <Unheeded isHeeded={isPlainHeeded} engine={engine?.engine} />
      <Slider
        label={t("strength.antiGlare")}
        value={wishes.antiGlare}
        least={0}
        most={100}
        onChange={(antiGlare) => wish({ antiGlare }, "antiGlare")}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={wishes.consistency && canConsist}
          disabled={!canConsist}
          onChange={(event) => wish({ consistency: event.target.checked })}
        />
        <span>{t("strength.consistency")}</span>
      </label>
      <span className="soft">
        {canConsist ? t("strength.consistencyHint") : t("strength.noDdim", { engine: engine?.engine ?? "" })}
      </span>
    </fieldset>
  );
}

const USUAL_BLUR_PX = 4;
const USUAL_GROWTH_PX = 8;

function Edge({ wishes, wish }: Props) {
  const { t } = useTranslation();
  const { maskBlur_px, grow_px, colourMatch, opacity } = wishes;
  return (
    <fieldset>
      <legend>{t("strength.edge")}</legend>
      <MaybeSlider
        label={t("strength.maskBlur")}
        value={maskBlur_px}
        usual={USUAL_BLUR_PX}
        most={50}
        onChange={(value) => wish({ maskBlur_px: value }, "maskBlur")}
      />
      <MaybeSlider
        label={t("strength.grow")}
        value={grow_px}
        usual={USUAL_GROWTH_PX}
        most={128}
        onChange={(value) => wish({ grow_px: value }, "grow")}
      />
      <label className="field">
        <span>{t("strength.colourMatch")}</span>
        <select
          value={colourMatch}
          onChange={(event) => wish({ colourMatch: event.target.value as Wishes["colourMatch"] })}
        >
          {(["off", "auto", "strong"] as const).map((match) => (
            <option key={match} value={match}>
              {t(`colourMatch.${match}`)}
            </option>
          ))}
        </select>
      </label>
      <Slider
        label={t("strength.opacity")}
        unit="%"
        value={opacity}
        least={0}
        most={100}
        onChange={(value) => wish({ opacity: value }, "opacity")}
      />
    </fieldset>
  );
}

interface MaybeProps {
  label: string;
  value: number | null; // in picture pixels; null: chosen by the server
  usual: number;
  most: number;
  onChange: (value: number | null) => void;
}

/** A number that follows the others until it is set by hand. */
function MaybeSlider({ label, value, usual, most, onChange }: MaybeProps) {
  const { t } = useTranslation();
  return (
    <div className="maybe">
      <label className="check">
        <input
          type="checkbox"
          checked={value === null}
          onChange={(event) => onChange(event.target.checked ? null : usual)}
        />
        <span>{t("strength.auto", { name: label })}</span>
      </label>
      {value !== null && (
        <Slider label={label} unit="px" value={value} least={0} most={most} onChange={onChange} />
      )}
    </div>
  );
}
