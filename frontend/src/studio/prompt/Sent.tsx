/** A string as an engine is sent it, to be read and copied, with its length; a warning where it is long. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyIcon, DoneIcon } from "./icons";
import { type Reader, useCount } from "./useCount";
import "../../style/sent.css";

export function Sent({ name, text, settings }: { name: string; text: string; settings: Reader }) {
  const { t } = useTranslation();
  const { tokens, limit, chunks, exact } = useCount(text, settings);
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
