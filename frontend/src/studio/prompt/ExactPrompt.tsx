/** The very strings that are sent, to be read and copied, and how many tokens they are. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../api/client";
import { useSettled } from "../../painting/useSettled";
import { useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import { estimated, type WordCount } from "./count";
import { CopyIcon, DoneIcon } from "./icons";
import { negativeOf, promptOf } from "./serialise";

export function ExactPrompt() {
  const { t } = useTranslation();
  const prompt = useStudio((studio) => promptOf(sheetOf(studio).wishes));
  const negative = useStudio((studio) => negativeOf(sheetOf(studio).wishes));
  const isHeeded = heeds(useEngine(), "negative_prompt");
  return (
    <section className="exact" aria-label={t("words.exact")}>
      <h2>{t("words.exact")}</h2>
      <Sent name={t("words.prompt")} text={prompt} />
      {isHeeded && <Sent name={t("words.negative")} text={negative} />}
    </section>
  );
}

function Sent({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  const { tokens, limit, chunks, exact } = useCount(text);
  const values = { tokens, limit: limit * chunks };
  return (
    <div className="sent">
      <p className="soft">
        <span>{name}</span> <span>{t(exact ? "words.count" : "words.countAbout", values)}</span>
      </p>
      <div className="sent-text">
        <code>{text || t("words.nothing")}</code>
        <Copy name={name} text={text} />
      </div>
      {chunks > 1 && <p className="warning">{t("words.overflow", { limit, chunks })}</p>}
    </div>
  );
}

const COPIED_MS = 2000;

function Copy({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  if (!navigator.clipboard) return null; // a page that was not sent over https; the text can still be selected
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-label={t("words.copy", { name })}
        title={t("words.copy", { name })}
        disabled={text === ""}
        onClick={copy}
      >
        {isCopied ? <DoneIcon /> : <CopyIcon />}
      </button>
      <span className="hidden" role="status">
        {isCopied && t("words.copied")}
      </span>
    </>
  );
}

/** Counted by the server once the typing rests; estimated until it answers, and where it cannot. */
function useCount(prompt: string): WordCount {
  const { settings } = useStudio((studio) => sheetOf(studio).wishes);
  const { engine, checkpoint } = settings;
  const settled = useSettled(prompt);
  const asked = useQuery({
    queryKey: ["words", "count", settled, engine, checkpoint],
    queryFn: () => countWords(settled, engine, checkpoint),
    enabled: settled !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return asked.data && settled === prompt ? asked.data : estimated(prompt);
}

const countWords = (prompt: string, engine: string, checkpoint: string): Promise<WordCount> =>
  call("api/words/count", {
    method: "POST",
    json: { prompt, ...(engine ? { engine } : {}), ...(checkpoint ? { checkpoint } : {}) },
  });
