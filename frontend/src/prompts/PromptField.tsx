/** Words in a plain field: Ctrl with up or down weighs the marked ones, and a line below tells how long they are. */
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Reader, useCount } from "../studio/prompt/useCount";
import { weighed } from "./weigh";

interface Props {
  label: string;
  value: string;
  hint?: string;
  rows?: number;
  settings?: Reader; // given: the length is told
  onChange: (value: string) => void;
}

export function PromptField({ label, value, hint, rows = 3, settings, onChange }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const marked = useRef<{ start: number; end: number } | null>(null);
  const keys = useId();
  useLayoutEffect(() => {
    if (!marked.current) return;
    field.current?.setSelectionRange(marked.current.start, marked.current.end);
    marked.current = null;
  });
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const isWeighing = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isWeighing || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    const after = weighed({ text: value, start, end }, event.key === "ArrowUp" ? 1 : -1);
    marked.current = after;
    onChange(after.text);
  };
  return (
    <div className="prompt-field">
      <label className="field">
        <span>{label}</span>
        <textarea
          ref={field}
          rows={rows}
          value={value}
          placeholder={hint}
          aria-describedby={keys}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={press}
        />
      </label>
      <span id={keys} className="hidden">
        {t("prompts.keys")}
      </span>
      {settings && <Length text={value} settings={settings} />}
    </div>
  );
}

function Length({ text, settings }: { text: string; settings: Reader }) {
  const { t } = useTranslation();
  const { tokens, limit, chunks, exact } = useCount(text.trim(), settings);
  return (
    <div className="prompt-length">
      <p className="soft">
        {t(exact ? "words.count" : "words.countAbout", { tokens, limit: limit * chunks })}
        <span className="prompt-keys"> · {t("prompts.keys")}</span>
      </p>
      {chunks > 1 && (
        <p className="notice" role="status">
          {t("words.overflow", { limit, chunks })}
        </p>
      )}
    </div>
  );
}
