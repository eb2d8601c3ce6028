/** Another zone: its name is part of the screens' addresses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveZone } from "../api/displays";
import { reasonOf } from "../shell/reason";
import { displaysLink } from "../shell/route";
import { USUAL_ZONE } from "./settings";

export function NewZone() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const [name, setName] = useState<string | null>(null);
  const made = useMutation({
    mutationFn: (zone: string) => saveZone(zone, USUAL_ZONE),
    onSuccess: async (_, zone) => {
      setName(null);
      await queries.invalidateQueries({ queryKey: ["displays", "zones"] });
      location.hash = displaysLink(zone);
    },
  });
  if (name === null)
    return (
      <button type="button" onClick={() => setName("")}>
        {t("displays.newZone")}
      </button>
    );
  return (
    <form
      className="displays-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) made.mutate(name.trim());
      }}
    >
      <label htmlFor={id}>{t("displays.zoneName")}</label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the click before
        autoFocus
        value={name}
        maxLength={40}
        pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
        title={t("displays.zoneNameHint")}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="submit" className="primary" disabled={made.isPending || !name.trim()}>
        {t("displays.makeZone")}
      </button>
      <button type="button" onClick={() => setName(null)}>
        {t("curate.cancel")}
      </button>
      {made.error && (
        <p className="problem" role="alert">
          {reasonOf(t, made.error)}
        </p>
      )}
    </form>
  );
}
