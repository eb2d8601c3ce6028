/** Made-up visitors and likes: made, and removed again, with a plain word about what they are. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DataSets, makeSeed, removeSeed } from "../api/datasets";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";

const SIZES = [
  { visitors: 40, interactions: 2_000 },
  { visitors: 200, interactions: 10_000 },
  { visitors: 1_000, interactions: 50_000 },
] as const;

export function SeedSheet({ sets }: { sets: DataSets }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [size, setSize] = useState(0);
  const settle = () => {
    for (const key of ["datasets", "loop"]) void queries.invalidateQueries({ queryKey: [key] });
  };
  const made = useMutation({ mutationFn: makeSeed, onSettled: settle });
  const removed = useMutation({ mutationFn: removeSeed, onSettled: settle });
  const number = (value: number) => value.toLocaleString(i18n.language);
  const there = { visitors: sets.users.synthetic, likes: sets.interactions.synthetic };
  const isThere = there.visitors + there.likes > 0;
  const isBusy = made.isPending || removed.isPending;
  const error = made.error ?? removed.error;
  return (
    <Sheet title={t("data.seed")} hint={t("data.seedHint")}>
      {isThere ? (
        <>
          <p>{t("data.seedThere", { visitors: number(there.visitors), likes: number(there.likes) })}</p>
          <button type="button" disabled={isBusy} onClick={() => removed.mutate()}>
            {t(removed.isPending ? "data.seedRemoving" : "data.seedRemove")}
          </button>
        </>
      ) : (
        <div className="data-seed">
          <label className="field">
            <span>{t("data.seedSize")}</span>
            <select value={size} onChange={(event) => setSize(Number(event.target.value))}>
              {SIZES.map(({ visitors, interactions }, index) => (
                <option key={visitors} value={index}>
                  {t("data.seedOption", { visitors: number(visitors), likes: number(interactions) })}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            disabled={isBusy || sets.items.rows === 0}
            onClick={() => made.mutate(SIZES[size] ?? SIZES[0])}
          >
            {t(made.isPending ? "data.seedMaking" : "data.seedMake")}
          </button>
          {sets.items.rows === 0 && <p className="soft">{t("data.seedNeedsItems")}</p>}
        </div>
      )}
      {error && (
        <p className="problem" role="alert">
          {reasonOf(t, error)}
        </p>
      )}
    </Sheet>
  );
}
