/** The pictures that are open in this tab, to go to and fro between them, and to close them. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getPicture } from "../../api/client";
import { thumbnailOf } from "../../api/files";
import { retouchLink } from "../../shell/route";
import { type Cell, useCell } from "../model/cell";
import { withoutOpened } from "./opened";

interface Props {
  pictures: Cell<readonly string[]>;
  current: string;
}

export function OpenedRow({ pictures, current }: Props) {
  const { t } = useTranslation();
  const ids = useCell(pictures);
  if (ids.length < 2) return null;
  const close = (id: string) => {
    const left = withoutOpened(ids, id);
    pictures.set(left);
    if (id === current) location.hash = retouchLink(left[Math.min(ids.indexOf(id), left.length - 1)]);
  };
  return (
    <nav className="opened-row" aria-label={t("desk.opened")}>
      {ids.map((id) => (
        <Opened key={id} id={id} isCurrent={id === current} onClose={() => close(id)} />
      ))}
    </nav>
  );
}

function Opened({ id, isCurrent, onClose }: { id: string; isCurrent: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const title = useQuery({ queryKey: ["picture", id], queryFn: () => getPicture(id) }).data?.title;
  const name = title || t("library.untitled");
  return (
    <span className="opened">
      <a href={retouchLink(id)} aria-current={isCurrent ? "page" : undefined} aria-label={name} title={name}>
        <img src={thumbnailOf(id)} alt="" />
      </a>
      {isCurrent && (
        <button type="button" className="quiet" aria-label={t("desk.close", { name })} onClick={onClose}>
          ×
        </button>
      )}
    </span>
  );
}
