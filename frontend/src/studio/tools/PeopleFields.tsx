/** Masks of the people in the rectangle and of their parts, and rectangles around them. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../shell/reason";
import { boxAround, getEyes, type Region } from "../api/looks";
import { useRoom } from "../canvas/room";
import { type Looks, peoplePlane, strongest } from "../looks/useLooks";
import { PARTS, type Part } from "../model/people";
import { joinPlanes } from "../model/plane";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";

const BODY: readonly Part[] = PARTS;

export function PeopleFields({ looks }: { looks: Looks }) {
  const { t } = useTranslation();
  const store = useStore();
  const eyes = useQuery({ queryKey: ["eyes"], queryFn: getEyes, staleTime: 60_000 });
  const [person, setPerson] = useState<number | null>(null); // null: all
  const [parts, setParts] = useState<ReadonlySet<Part>>(new Set(BODY));
  const seen = looks.place ? looks.people.data : undefined;
  const people = seen?.people ?? [];
  const reason = whyNot();
  function whyNot(): string | null {
    if (eyes.data && !eyes.data.people.available) return eyes.data.people.reason ?? t("people.missing");
    if (!looks.place) return t("people.needsBox");
    if (looks.people.isFetching) return t("people.looking");
    if (looks.people.error) return reasonOf(t, looks.people.error);
    return people.length === 0 ? t("people.nobody") : null;
  }
  const toggle = (part: Part) => {
    const after = new Set(parts);
    if (!after.delete(part)) after.add(part);
    setParts(after);
  };
  const put = (takesAway: boolean) => {
    if (!seen) return;
    const { mask } = sheetOf(store.get());
    const chosen = peoplePlane(seen, person === null ? null : new Set([person]), parts);
    const join = takesAway ? (old: number, given: number) => Math.max(0, old - given) : strongest;
    store.tell({ type: "act", sheet: { mask: joinPlanes(mask, chosen, join) } });
  };
  return (
    <fieldset className="people-fields">
      <legend>{t("people.title")}</legend>
      {reason && <p className="soft">{reason}</p>}
      <label className="field">
        <span>{t("people.who")}</span>
        <select
          value={person ?? ""}
          disabled={people.length === 0}
          onChange={(event) => setPerson(event.target.value ? Number(event.target.value) : null)}
        >
          <option value="">{t("people.all")}</option>
          {people.map(({ index }) => (
            <option key={index} value={index}>
              {t("people.nth", { index })}
            </option>
          ))}
        </select>
      </label>
      <div className="part-row">
        {PARTS.map((part) => (
          <label key={part} className="check">
            <input type="checkbox" checked={parts.has(part)} onChange={() => toggle(part)} />
            {t(`part.${part}`)}
          </label>
        ))}
      </div>
      <div className="button-row">
        <button type="button" disabled={reason !== null || parts.size === 0} onClick={() => put(false)}>
          {t("people.add")}
        </button>
        <button type="button" disabled={reason !== null || parts.size === 0} onClick={() => put(true)}>
          {t("people.remove")}
        </button>
      </div>
      <BoxAround person={person} reason={eyes.data?.people.available === false ? reason : null} />
    </fieldset>
  );
}

function BoxAround({ person, reason }: { person: number | null; reason: string | null }) {
  const { t } = useTranslation();
  const store = useStore();
  const room = useRoom();
  const picture = useStudio((studio) => studio.picture);
  const looking = useMutation({
    mutationFn: (region: Region) => {
      const { journal } = store.get();
      return boxAround(
        picture?.id ?? "",
        journal?.id ?? null,
        region,
        region === "person" ? (person ?? 1) : person,
      );
    },
    onSuccess: ({ box: [x, y, width, height] }) => {
      room.ratio.set(null);
      store.tell({ type: "act", sheet: { box: { x, y, width, height } } });
    },
  });
  return (
    <>
      <div className="button-row">
        <span className="soft">{t("people.boxAround")}</span>
        {(["face", "body", "person"] as const).map((region) => (
          <button
            key={region}
            type="button"
            disabled={!picture || looking.isPending || reason !== null}
            onClick={() => looking.mutate(region)}
          >
            {t(`region.${region}`, { index: person ?? 1 })}
          </button>
        ))}
      </div>
      {looking.error && (
        <p className="warning" role="alert">
          {reasonOf(t, looking.error)}
        </p>
      )}
    </>
  );
}
