/** All settings of the place; changed here, sent together. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type PlaceNow, savePlace } from "../api/place";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";
import { changesOf, type Draft, draftOf, wrongIn } from "./draft";
import { FaceFields } from "./FaceFields";
import { KeptFields } from "./KeptFields";
import { KioskFields } from "./KioskFields";
import { WhereFields } from "./WhereFields";

export interface Part {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
}

export function PlaceForm({ place }: { place: PlaceNow }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(place));
  const saved = useMutation({
    mutationFn: savePlace,
    onSuccess: (after) => {
      queries.setQueryData(["place"], after);
      setDraft(draftOf(after));
    },
  });
  const change = (changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }));
    if (!saved.isPending) saved.reset();
  };
  const wrong = wrongIn(draft);
  const changes = changesOf(draft, place);
  const isSame = Object.keys(changes).length === 0;
  const part = { draft, change };
  return (
    <form
      className="place-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame && wrong.length === 0) saved.mutate(changes);
      }}
    >
      <Sheet title={t("place.where")}>
        <WhereFields {...part} />
      </Sheet>
      <Sheet title={t("place.faces")} hint={t("place.facesHint")}>
        <FaceFields {...part} />
      </Sheet>
      <Sheet title={t("place.kept")} hint={t("place.keptHint")}>
        <KeptFields {...part} />
      </Sheet>
      <Sheet title={t("place.kiosk")}>
        <KioskFields {...part} />
      </Sheet>
      <div className="orders-sheet place-save">
        <button type="submit" className="primary" disabled={isSame || wrong.length > 0 || saved.isPending}>
          {t("place.save")}
        </button>
        <button type="button" disabled={isSame} onClick={() => change(draftOf(place))}>
          {t("place.discard")}
        </button>
        <p className="soft" role="status">
          {wrong.length > 0
            ? t("place.isWrong")
            : saved.isPending
              ? t("settings.saving")
              : saved.isSuccess && isSame
                ? t("settings.saved")
                : isSame
                  ? ""
                  : t("place.unsaved")}
        </p>
        {saved.error && (
          <p className="problem" role="alert">
            {reasonOf(t, saved.error)}
          </p>
        )}
      </div>
    </form>
  );
}
