/** The filters on a phone: a sheet from below, which changes the list only when it is told to. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { getFacets } from "../api/pool";
import { useSettled } from "../painting/useSettled";
import { type Filters, noFilters, searchOf } from "../pool/filters";
import { FilterBar } from "./FilterBar";

interface Props {
  filters: Filters;
  onApply: (filters: Filters) => void;
  onClose: () => void;
}

export function FilterSheet({ filters, onApply, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [wished, setWished] = useState(filters);
  useEffect(() => dialog.current?.showModal(), []);
  const settled = useSettled(wished, 200);
  const found = useQuery({
    queryKey: ["facets", searchOf(settled)],
    queryFn: () => getFacets(settled),
    staleTime: 5_000,
    placeholderData: (before) => before,
  });
  return (
    <dialog
      ref={dialog}
      className="sheet-dialog from-below"
      aria-labelledby="filters-title"
      onClose={onClose}
    >
      <h2 id="filters-title">{t("curate.filters")}</h2>
      <FilterBar filters={wished} onChange={setWished} />
      <div className="actions">
        <button
          type="button"
          className="primary"
          onClick={() => {
            onApply(wished);
            dialog.current?.close();
          }}
        >
          {found.data ? t("curate.applyCount", { count: found.data.total }) : t("curate.apply")}
        </button>
        <button type="button" onClick={() => setWished(noFilters)}>
          {t("curate.clearFilters")}
        </button>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          {t("curate.cancel")}
        </button>
      </div>
    </dialog>
  );
}
