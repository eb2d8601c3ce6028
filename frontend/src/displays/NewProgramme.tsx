/** A schedule, dark hours, or an interruption from now on. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addProgramme, type Source } from "../api/displays";
import { Words } from "../place/fields";
import { reasonOf } from "../shell/reason";
import { type Board, countOf } from "./board";
import { HoursFields } from "./HoursFields";
import { type Draft, FIRST_DRAFT, KINDS, programmeOf } from "./programme";
import { SourceFields } from "./SourceFields";

const INTERRUPTS_MIN = [1, 5, 15, 60, 240] as const;

interface Props {
  zone: string;
  board: Board;
  onUsed: () => void;
}

export function NewProgramme({ zone, board, onUsed }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(FIRST_DRAFT);
  const change = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const hasBoard = countOf(board) > 0;
  const added = useMutation({
    mutationFn: () => addProgramme(zone, programmeOf(draft, board, Date.now())),
    onSuccess: () => {
      if (draft.kind !== "off") onUsed();
      setDraft(FIRST_DRAFT);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["displays"] }),
  });
  return (
    <details className="zone-new">
      <summary>{t("displays.newProgramme")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!added.isPending) added.mutate();
        }}
      >
        <fieldset className="segments" aria-label={t("displays.newProgramme")}>
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={draft.kind === kind}
              onClick={() => change({ kind })}
            >
              {t(`displays.kind.${kind}`)}
            </button>
          ))}
        </fieldset>
        <Words
          name={t("displays.programmeTitle")}
          value={draft.title}
          onChange={(title) => change({ title })}
        />
        {draft.kind === "interrupt" ? (
          <label className="field">
            <span>{t("displays.howLong")}</span>
            <select
              value={draft.minutes}
              onChange={({ target }) => change({ minutes: Number(target.value) })}
            >
              {INTERRUPTS_MIN.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {t("time.minutes", { count: minutes })}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <HoursFields hours={draft.hours} onChange={(hours) => change({ hours })} />
        )}
        {draft.kind !== "off" && hasBoard && (
          <p className="soft">{t("displays.fromBoard", { count: countOf(board) })}</p>
        )}
        {draft.kind !== "off" && !hasBoard && (
          <>
            <SourceFields source={draft.source} onChange={(source: Source) => change({ source })} />
            <p className="soft">{t("displays.orBoard")}</p>
          </>
        )}
        <button
          type="submit"
          className="primary"
          disabled={added.isPending || (draft.kind !== "interrupt" && draft.hours.days.length === 0)}
        >
          {t("displays.addProgramme")}
        </button>
        {added.error && (
          <p className="problem" role="alert">
            {reasonOf(t, added.error)}
          </p>
        )}
      </form>
    </details>
  );
}
