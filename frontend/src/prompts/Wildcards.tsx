/** The lists of words: looked at, tried and added by all, written and deleted by curators. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteWildcard, getWildcards, putWildcard, type Wildcard } from "../api/prompts";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { mayCurate } from "../shell/roles";
import { useMe } from "../shell/useMe";
import { wordsIn } from "./choices";
import { Examples, useExpanded } from "./Exact";

export function Wildcards({ onAdd }: { onAdd: (text: string) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const asked = useQuery({ queryKey: ["wildcards"], queryFn: getWildcards });
  const [opened, open] = useState<string | null>(null);
  const lists = asked.data?.items ?? [];
  const chosen = lists.find(({ name }) => name === opened);
  const isNew = opened === "";
  if (asked.error) return <Problem error={asked.error} onRetry={() => void asked.refetch()} />;
  return (
    <div className="wildcards">
      <p className="soft">{t("prompts.wildcardsHint")}</p>
      <ul className="chips" aria-label={t("prompts.wildcards")}>
        {lists.map(({ name, words }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === opened}
              onClick={() => open(name === opened ? null : name)}
            >
              __{name}__ <span className="soft">{words.length}</span>
            </button>
          </li>
        ))}
        {me && mayCurate(me.role) && (
          <li>
            <button type="button" aria-pressed={isNew} onClick={() => open(isNew ? null : "")}>
              {t("prompts.newList")}
            </button>
          </li>
        )}
      </ul>
      {(chosen || isNew) && (
        <ListForm
          key={`${opened} ${chosen?.built_in}`}
          list={chosen ?? null}
          mayWrite={me !== null && mayCurate(me.role)}
          onAdd={onAdd}
          onSaved={open}
        />
      )}
    </div>
  );
}

interface ListProps {
  list: Wildcard | null; // null: a new one
  mayWrite: boolean;
  onAdd: (text: string) => void;
  onSaved: (name: string | null) => void;
}

function ListForm({ list, mayWrite, onAdd, onSaved }: ListProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState(list?.name ?? "");
  const [typed, setTyped] = useState((list?.words ?? []).join("\n"));
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ["wildcards"] });
    await queries.invalidateQueries({ queryKey: ["expanded"] });
  };
  const saved = useMutation({
    mutationFn: () => putWildcard(name.trim(), wordsIn(typed)),
    onSuccess: async (kept) => {
      await refresh();
      onSaved(kept.name);
    },
  });
  const deleted = useMutation({
    mutationFn: () => deleteWildcard(name),
    onSuccess: async () => {
      await refresh();
      onSaved(null);
    },
  });
  const error = saved.error ?? deleted.error;
  return (
    <fieldset className="wildcard-form">
      <legend className="hidden">{list ? list.name : t("prompts.newList")}</legend>
      {!list && (
        <label className="field">
          <span>{t("prompts.listName")}</span>
          <input
            autoComplete="off"
            autoCapitalize="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      )}
      <label className="field">
        <span>{list ? t("prompts.wordsOf", { name: list.name }) : t("prompts.listWords")}</span>
        <textarea
          rows={5}
          readOnly={!mayWrite}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {list && <Tried name={list.name} version={list.words.join("\n")} />}
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
      <div className="actions">
        {list && (
          <button type="button" onClick={() => onAdd(`__${list.name}__`)}>
            {t("settings.addLora")}
          </button>
        )}
        {mayWrite && (
          <button
            type="button"
            disabled={saved.isPending || name.trim() === "" || wordsIn(typed).length === 0}
            onClick={() => saved.mutate()}
          >
            {t("prompts.saveList")}
          </button>
        )}
        {mayWrite && list && !list.built_in && (
          <button
            type="button"
            className="quiet"
            disabled={deleted.isPending}
            onClick={() => deleted.mutate()}
          >
            {t("prompts.deleteList")}
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** Five words that the list would give. */
function Tried({ name, version }: { name: string; version: string }) {
  const { t } = useTranslation();
  const asked = useExpanded(`__${name}__`, version.length, 5);
  return (
    <div className="examples">
      <p className="soft">{t("prompts.tried")}</p>
      {asked.error ? (
        <p className="notice">{reasonOf(t, asked.error)}</p>
      ) : (
        <Examples prompts={asked.data?.prompts ?? []} />
      )}
    </div>
  );
}
