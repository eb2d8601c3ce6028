/** What kind of place this is; at some, the law says what may not be done. */
import { useTranslation } from "react-i18next";
import { KINDS } from "../api/place";
import { atKind, isForbidden } from "./draft";
import { Words } from "./fields";
import type { Part } from "./PlaceForm";

export function WhereFields({ draft, change }: Part) {
  const { t } = useTranslation();
  return (
    <div className="place-fields">
      <label className="field">
        <span>{t("place.kindOf")}</span>
        <select
          value={draft.kind}
          onChange={({ target }) =>
            change(atKind(draft, KINDS.find((kind) => kind === target.value) ?? draft.kind))
          }
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`place.kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <Words name={t("place.name")} value={draft.name} onChange={(name) => change({ name })} />
      <Words
        name={t("place.contact")}
        hint={t("place.contactHint")}
        value={draft.contact}
        onChange={(contact) => change({ contact })}
      />
      {isForbidden(draft.kind) && <p className="place-law">{t("place.law")}</p>}
    </div>
  );
}
