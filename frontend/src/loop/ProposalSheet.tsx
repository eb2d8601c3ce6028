/** What to make next, and the one click that starts it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkRequest, startBulk } from "../api/bulks";
import { newKey } from "../api/key";
import { getProposal } from "../api/loop";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { bulkLink } from "../shell/route";
import { emotionName, favoriteName } from "./names";

const SIZES = [32, 64, 128, 256, 512, 1024, 4096, 16_384];
const FIRST_SIZE = 128;
const ROWS = 8;

export function ProposalSheet() {
  const { t, i18n } = useTranslation();
  const [size, setSize] = useState(FIRST_SIZE);
  const proposal = useQuery({
    queryKey: ["loop", "proposal", size],
    queryFn: () => getProposal(size),
    placeholderData: (before) => before,
  });
  const started = useMutation({
    mutationFn: ({ request, key }: { request: BulkRequest; key: string }) => startBulk(request, key),
    onSuccess: ({ id }) => {
      location.hash = bulkLink(id);
    },
  });
  const number = (value: number) => value.toLocaleString(i18n.language);
  const { cells = [], pictures = 0, request = null } = proposal.data ?? {};
  return (
    <Sheet title={t("loop.next")} hint={t("loop.nextHint")}>
      <label className="field">
        <span>{t("loop.size")}</span>
        <select value={size} onChange={(event) => setSize(Number(event.target.value))}>
          {SIZES.map((one) => (
            <option key={one} value={one}>
              {t("loop.sizeOption", { number: number(one) })}
            </option>
          ))}
        </select>
      </label>
      {proposal.error && <Problem error={proposal.error} onRetry={() => void proposal.refetch()} />}
      {proposal.data && !request && <p>{t("loop.nothingMissing")}</p>}
      {cells.length > 0 && (
        <ul className="loop-wishes">
          {cells.slice(0, ROWS).map(({ emotion, favorite, pictures: count, state }) => (
            <li key={`${emotion}/${favorite}`}>
              <span>
                {emotionName(t, emotion)} / {favoriteName(t, favorite)}
              </span>{" "}
              <span className="soft">
                {t(`loop.state.${state}`)} · {t("loop.wish", { count })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {cells.length > ROWS && <p className="soft">{t("loop.moreCells", { count: cells.length - ROWS })}</p>}
      {request && (
        <button
          type="button"
          className="primary"
          disabled={started.isPending || started.isSuccess || proposal.isPlaceholderData}
          onClick={() => started.mutate({ request, key: newKey() })}
        >
          {t(started.isPending ? "loop.starting" : "loop.start", { number: number(pictures) })}
        </button>
      )}
      {started.error && (
        <p className="problem" role="alert">
          {reasonOf(t, started.error)}
        </p>
      )}
    </Sheet>
  );
}
