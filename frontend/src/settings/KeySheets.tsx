/** The keys of the studio, and for curators those of their desk. */
import { useTranslation } from "react-i18next";
import { type CurateAct, type NamedAct, starsOf } from "../curate/keys";
import type { StudioAct } from "../studio/shortcuts";
import { CURATION, curationGroups, grouped, STUDIO } from "./keys";
import { ShortcutsSheet } from "./ShortcutsSheet";

export function StudioKeys() {
  const { t } = useTranslation();
  return (
    <ShortcutsSheet
      title={t("settings.shortcuts")}
      hint={t("settings.shortcutsHint")}
      keyboard={STUDIO}
      groups={grouped().map(([group, acts]) => [t(`settings.group.${group}`), acts])}
      nameOf={(act) => t(`act.${act as StudioAct}`)}
    />
  );
}

export function CurationKeys() {
  const { t } = useTranslation();
  const nameOf = (act: string) => {
    const plain = act.slice(act.indexOf(".") + 1) as CurateAct;
    const stars = starsOf(plain);
    return stars === null ? t(`curate.act.${plain as NamedAct}`) : t("garden.stars", { count: stars });
  };
  return (
    <ShortcutsSheet
      title={t("settings.curateKeys")}
      hint={t("settings.curateKeysHint")}
      keyboard={CURATION}
      groups={curationGroups().map(([group, acts]) => [
        t(`curate.${group}`),
        acts.map((act) => `curate.${act}`),
      ])}
      nameOf={nameOf}
    />
  );
}
