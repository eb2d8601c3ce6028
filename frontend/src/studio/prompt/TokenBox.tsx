/** One box of tokens: the list, what can be done with the chosen one, and the entry for more. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../shell/usePreferences";
import type { Token, Wishes } from "../model/sheet";
import { useStore, useStudio } from "../model/store";
import { sheetOf } from "../model/studio";
import { useEngine } from "../run/planned";
import { heeds } from "../wishes/honours";
import type { TokenKey } from "./keys";
import { presetsOf, type Side, withPreset } from "./ownPresets";
import type { Group } from "./presets";
import { TokenBar } from "./TokenBar";
import { TokenList } from "./TokenList";
import { added, isTag, moved, presetOf, removed, switched, weighed } from "./tokens";
import { WordEntry } from "./WordEntry";

export type Field = keyof {
  [Name in keyof Wishes as Wishes[Name] extends readonly Token[] ? Name : never]: true;
};

interface Props {
  field: Field;
  label: string;
  hint: string;
  presets: readonly Group[];
}

export function TokenBox({ field, label, hint, presets }: Props) {
  const { t } = useTranslation();
  const store = useStore();
  const tokens = useStudio((studio) => sheetOf(studio).wishes[field]);
  const { data, save, isReady } = usePreferences();
  const reasonFor = useReason();
  const [chosen, choose] = useState<number | null>(null);
  const [news, tellNews] = useState("");
  const keys = useId();
  const side: Side = field === "negative" ? "negative" : "positive";
  const own = presetsOf(data);
  const change = (after: readonly Token[], on?: string) =>
    store.tell({ type: "wish", wishes: { [field]: after }, ...(on ? { on: `${field} ${on}` } : {}) });
  const move = (from: number, to: number) => {
    const after = moved(tokens, from, to);
    const text = tokens[from]?.text ?? "";
    const place = Math.min(Math.max(to, 0), tokens.length - 1);
    if (after === tokens) return;
    change(after, `move ${text}`);
    choose(place);
    tellNews(t("words.nowAt", { text, place: place + 1, count: tokens.length }));
  };
  const remove = (place: number) => {
    change(removed(tokens, place));
    tellNews(t("words.nowGone", { text: tokens[place]?.text ?? "" }));
    if (chosen !== null && place < chosen) choose(chosen - 1);
  };
  const act = (place: number, key: TokenKey) => {
    const token = tokens[place];
    if (!token) return;
    const { text, on } = token;
    const last = tokens.length - 1;
    if (key.does === "walk") choose(Math.min(Math.max(place + key.by, 0), last));
    else if (key.does === "end") choose(key.last ? last : 0);
    else if (key.does === "move") move(place, place + key.by);
    else if (key.does === "weigh") {
      const after = weighed(tokens, place, key.by);
      change(after, `weight ${text}`);
      tellNews(t("words.nowWeight", { text, weight: after[place]?.weight.toFixed(1) ?? "" }));
    } else if (key.does === "switch") {
      change(switched(tokens, place));
      tellNews(t(on ? "words.nowOff" : "words.nowOn", { text }));
    } else {
      remove(place);
      choose(last === 0 ? null : Math.min(place, last - 1));
    }
  };
  const backspace = () => {
    const last = tokens.length - 1;
    if (last < 0) return;
    if (chosen === last) {
      remove(last);
      choose(null);
    } else {
      choose(last);
      tellNews(t("words.nowChosen", { text: tokens[last]?.text ?? "" }));
    }
  };
  const token = chosen === null ? undefined : tokens[chosen];
  return (
    <div className="token-box">
      <TokenList
        label={t("words.listOf", { name: label })}
        hint={keys}
        tokens={tokens}
        chosen={token ? chosen : null}
        reasonFor={reasonFor}
        onChoose={choose}
        onKey={act}
        onDrop={move}
        onRemove={remove}
      />
      {token && chosen !== null && (
        <TokenBar
          token={token}
          isFirst={chosen === 0}
          isLast={chosen === tokens.length - 1}
          onDo={(key) => act(chosen, key)}
          onKeep={isReady ? () => save({ presets: withPreset(own, side, presetOf(token)) }) : null}
        />
      )}
      <WordEntry
        label={label}
        hint={hint}
        tokens={tokens}
        presets={presets}
        own={own[side]}
        onAdd={(more) => {
          choose(null);
          change(added(tokens, more));
        }}
        onEmptyBackspace={backspace}
      />
      <p id={keys} className="hidden">
        {t("words.keys")}
      </p>
      <p className="hidden" role="status">
        {news}
      </p>
    </div>
  );
}

/** Why the engine will not heed a word: it knows no LoRAs. */
function useReason(): (token: Token) => string | null {
  const { t } = useTranslation();
  const engine = useEngine();
  if (!engine || heeds(engine, "loras")) return () => null;
  return (token) => (isTag(token) ? t("words.unheard", { engine: engine.engine }) : null);
}
