/** Where words are typed: suggestions by arrow keys, click and touch, free text by Enter, a pasted prompt in its parts. */
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Token } from "../model/sheet";
import { MoreIcon } from "./icons";
import { stepped } from "./keys";
import { Offers, optionId } from "./Offers";
import type { Group } from "./presets";
import { tokensOf } from "./serialise";
import { useOffers } from "./useOffers";

interface Props {
  label: string;
  hint: string;
  tokens: readonly Token[];
  presets: readonly Group[];
  own: readonly string[];
  onAdd: (tokens: readonly Token[]) => void;
  onEmptyBackspace: () => void;
}

const IN_PARTS = /[,\n<(]/; // a pasted text with these is a prompt rather than a word

export function WordEntry({ label, hint, tokens, presets, own, onAdd, onEmptyBackspace }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const groups = useOffers(typed, tokens, presets, own, isOpen);
  const options = groups.flatMap((group) => group.options);
  const isShown = isOpen && options.length > 0;
  const type = (text: string) => {
    if (text.includes(",") && text.trim() !== ",") return add(tokensOf(text)); // a comma ends a word, as it does when pasted
    setTyped(text);
    setActive(-1);
    setOpen(true);
  };
  const add = (more: readonly Token[]) => {
    onAdd(more);
    setTyped("");
    setActive(-1);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter ends a Korean or Japanese syllable
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (isShown) setActive(stepped(active, by, options.length));
      else setOpen(true);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (typed.trim()) add(tokensOf(typed)); // Execute takes it along
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = isShown ? options[active] : undefined;
      if (option || typed.trim()) add(option ? option.tokens : tokensOf(typed));
    } else if (event.key === "Escape" && isShown) {
      event.stopPropagation();
      setOpen(false);
      setActive(-1);
    } else if (event.key === "Backspace" && typed === "") onEmptyBackspace();
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!IN_PARTS.test(text)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    add(tokensOf(typed.slice(0, selectionStart ?? 0) + text + typed.slice(selectionEnd ?? 0)));
  };
  const leave = () => {
    if (typed.trim()) add(tokensOf(typed)); // what stands in the field is meant
    setOpen(false);
    setActive(-1);
  };
  return (
    <div className="word-entry">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded={isShown}
        aria-controls={isShown ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? optionId(id, active) : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="enter"
        value={typed}
        placeholder={hint}
        onChange={(event) => type(event.target.value)}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={leave}
        onKeyDown={press}
        onPaste={paste}
      />
      {isShown && (
        <Offers
          id={id}
          label={t("words.offers", { name: label })}
          groups={groups}
          active={active}
          onChoose={(option) => add(option.tokens)}
        />
      )}
      {typed.trim() !== "" && (
        <button
          type="button"
          className="quiet add-word"
          aria-label={t("words.add", { typed: typed.trim() })}
          title={t("words.add", { typed: typed.trim() })}
          onClick={() => add(tokensOf(typed))}
        >
          <MoreIcon />
        </button>
      )}
      <p className="hidden" role="status">
        {isShown && t("words.offered", { count: options.length })}
      </p>
    </div>
  );
}
