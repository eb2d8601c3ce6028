/** What a zone shows when: schedules, dark hours, interruptions. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getProgrammes, type Programme, removeProgramme } from "../api/displays";
import { favoriteName } from "../pool/names";
import { isEmotion } from "../pool/words";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { dateAndTime } from "../shell/time";
import type { Board } from "./board";
import { NewProgramme } from "./NewProgramme";
import { hoursText } from "./settings";

interface Props {
  zone: string;
  board: Board;
  onUsed: () => void; // what waits on the board is planned now
}

export function Programmes({ zone, board, onUsed }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const asked = useQuery({ queryKey: ["displays", "programmes", zone], queryFn: () => getProgrammes(zone) });
  const removed = useMutation({
    mutationFn: removeProgramme,
    onSettled: () => queries.invalidateQueries({ queryKey: ["displays"] }),
  });
  return (
    <Sheet title={t("displays.programmes")}>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.items.length === 0 && <p className="soft">{t("displays.noProgrammes")}</p>}
      {removed.error && <p className="problem">{reasonOf(t, removed.error)}</p>}
      <ul className="place-keys">
        {(asked.data?.items ?? []).map(({ id, programme }) => (
          <li key={id}>
            <Told programme={programme} />
            <button type="button" disabled={removed.isPending} onClick={() => removed.mutate(id)}>
              {t("displays.endProgramme")}
            </button>
          </li>
        ))}
      </ul>
      <NewProgramme zone={zone} board={board} onUsed={onUsed} />
    </Sheet>
  );
}

function Told({ programme }: { programme: Programme }) {
  const { t, i18n } = useTranslation();
  const when =
    programme.kind === "interrupt"
      ? t("displays.until", { when: dateAndTime(i18n.language, programme.ends_at) })
      : hoursText(i18n.language, programme.hours);
  return (
    <span>
      <strong>{programme.title || t(`displays.kind.${programme.kind}`)}</strong>
      <br />
      <span className="soft">
        {when}
        {programme.kind !== "off" && <> · {sourceText()}</>}
      </span>
    </span>
  );

  function sourceText(): string {
    if (programme.kind === "off") return "";
    const { kind, emotion, favorite, portrait, landscape } = programme.source;
    if (kind === "fixed")
      return t("displays.pictures", {
        count: [...portrait, ...landscape].length,
      });
    return [
      isEmotion(emotion) ? t(`garden.emotion.${emotion}`) : t("displays.anyMood"),
      favoriteName(t, favorite),
    ]
      .filter(Boolean)
      .join(" · ");
  }
}
