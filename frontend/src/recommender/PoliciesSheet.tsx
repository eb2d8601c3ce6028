/** Ways of choosing that are tried beside each other, with what each of them earned so far. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DIALS, type Evaluation, getPolicies, type Policies, savePolicies } from "../api/recommender";
import { decimal } from "../dashboard/charts/numbers";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { Interval } from "./Interval";
import {
  DEFAULT,
  type Draft,
  draftOf,
  isDialRight,
  isPercentRight,
  leftOf,
  mostOf,
  newDraft,
  policiesOf,
  wrongIn,
} from "./policies";

export function PoliciesSheet({ evaluation }: { evaluation: Evaluation | null }) {
  const { t } = useTranslation();
  const asked = useQuery({ queryKey: ["policies"], queryFn: getPolicies });
  return (
    <Sheet title={t("recommender.policies")} hint={t("recommender.policiesHint")}>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && <Form stored={asked.data} evaluation={evaluation} />}
    </Sheet>
  );
}

function Form({ stored, evaluation }: { stored: Policies; evaluation: Evaluation | null }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => stored.policies.map(draftOf));
  const saved = useMutation({
    mutationFn: () => savePolicies(policiesOf(drafts)),
    onSuccess: (after) => {
      queries.setQueryData(["policies"], after);
      setDrafts(after.policies.map(draftOf));
    },
  });
  const wrong = wrongIn(drafts);
  const isSame =
    JSON.stringify(policiesOf(drafts)) === JSON.stringify(policiesOf(stored.policies.map(draftOf)));
  return (
    <form
      className="recommender-policies"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong && !saved.isPending) saved.mutate();
      }}
    >
      <ul>
        {drafts.map((draft, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is typed
          <li key={index}>
            <PolicyFields
              draft={draft}
              left={leftOf(drafts)}
              rate={evaluation?.report?.policies.find(({ name }) => name === draft.name)?.rate ?? null}
              onChange={(after) => setDrafts(drafts.with(index, after))}
              onRemove={() => setDrafts(drafts.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <div className="actions">
        <button type="button" onClick={() => setDrafts([...drafts, newDraft(drafts)])}>
          {t("recommender.addPolicy")}
        </button>
        <button type="submit" className="primary" disabled={isSame || wrong !== null || saved.isPending}>
          {t("place.save")}
        </button>
        <p className="soft" role="status">
          {wrong ? t(`recommender.wrong.${wrong}`) : saved.isSuccess && isSame ? t("settings.saved") : ""}
        </p>
      </div>
      {saved.error && (
        <p className="problem" role="alert">
          {reasonOf(t, saved.error)}
        </p>
      )}
    </form>
  );
}

interface FieldsProps {
  draft: Draft;
  left: number;
  rate: Parameters<typeof Interval>[0]["estimate"] | null;
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}

function PolicyFields({ draft, left, rate, onChange, onRemove }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const isDefault = draft.name === DEFAULT;
  return (
    <fieldset>
      <legend className="hidden">{draft.name}</legend>
      <div className="recommender-wish">
        <label className="field">
          <span>{t("recommender.policyName")}</span>
          <input
            value={draft.name}
            readOnly={isDefault}
            onChange={({ target }) => onChange({ ...draft, name: target.value })}
          />
        </label>
        <label className="field">
          <span>{t("recommender.share")}</span>
          <input
            inputMode="decimal"
            readOnly={isDefault}
            value={isDefault ? decimal(i18n.language, left) : draft.percent}
            aria-invalid={(!isDefault && !isPercentRight(draft.percent)) || undefined}
            onChange={({ target }) => onChange({ ...draft, percent: target.value })}
          />
        </label>
        {rate && (
          <p>
            <span className="soft">{t("recommender.rate")}</span> <Interval estimate={rate} />
          </p>
        )}
        {!isDefault && (
          <button type="button" onClick={onRemove}>
            {t("displays.removeHours")}
          </button>
        )}
      </div>
      <details>
        <summary>{t("recommender.dials")}</summary>
        <div className="place-fields">
          {DIALS.map((dial) => (
            <label key={dial} className="field">
              <span>{t(`recommender.dial.${dial}`)}</span>
              <input
                inputMode="decimal"
                placeholder={t("settings.usual")}
                value={draft.dials[dial]}
                aria-invalid={!isDialRight(dial, draft.dials[dial]) || undefined}
                onChange={({ target }) =>
                  onChange({ ...draft, dials: { ...draft.dials, [dial]: target.value } })
                }
              />
              <span className="soft">{t("place.range", { least: 0, most: mostOf(dial) })}</span>
            </label>
          ))}
        </div>
      </details>
    </fieldset>
  );
}
