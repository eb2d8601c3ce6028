/** Above the pictures: where one is, a jump to another place, ways of looking, what waits for the server. */
import { useTranslation } from "react-i18next";
import { Jump } from "../pool/Jump";
import type { Source } from "../pool/source";
import type { DeskNow } from "./useDesk";

export function Tools({ desk, source }: { desk: DeskNow; source: Source }) {
  const { t } = useTranslation();
  const { isClose, panes, pinned, act } = desk;
  const waiting = desk.judge.waiting();
  const toggle = (name: "two" | "four" | "pin" | "details", isOn: boolean, words: string) => (
    <button
      type="button"
      className={name === "two" || name === "four" ? "desk-only" : undefined}
      aria-pressed={isOn}
      onClick={() => act(name)}
    >
      {words}
    </button>
  );
  const shape = isClose ? (pinned && panes.shape === 2 ? 1 : panes.shape) : 0;
  return (
    <div className="curate-tools">
      <Jump at={desk.at} rows={source.rows()} onGo={desk.go} />
      <fieldset className="segments" aria-label={t("curate.look")}>
        <button type="button" aria-pressed={!isClose} onClick={() => act("grid")}>
          {t("curate.act.grid")}
        </button>
        <button
          type="button"
          aria-pressed={shape === 1}
          onClick={() => (isClose ? act("back") : act("open"))}
        >
          {t("curate.single")}
        </button>
        {toggle("two", shape === 2, t("curate.act.two"))}
        {toggle("four", shape === 4, t("curate.act.four"))}
      </fieldset>
      {isClose && toggle("pin", pinned !== null, t("curate.act.pin"))}
      {!isClose && (
        <button
          type="button"
          className="touch-only"
          aria-pressed={desk.isPicking}
          onClick={() => desk.setPicking(!desk.isPicking)}
        >
          {t("curate.pick")}
        </button>
      )}
      {toggle("details", desk.hasDetails, t("curate.details"))}
      <button type="button" className="desk-only" aria-keyshortcuts="?" onClick={() => act("legend")}>
        {t("curate.legend")} <kbd>?</kbd>
      </button>
      {waiting > 2 && (
        <span className="soft" role="status">
          {t("curate.sending", { count: waiting })}
        </span>
      )}
    </div>
  );
}
