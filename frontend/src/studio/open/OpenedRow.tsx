/** The pictures that are open in this tab, to go to and fro between them. */
import { useTranslation } from "react-i18next";
import { thumbnailOf } from "../../api/files";
import { retouchLink } from "../../shell/route";
import { type Cell, useCell } from "../model/cell";

interface Props {
  pictures: Cell<readonly string[]>;
  current: string;
}

export function OpenedRow({ pictures, current }: Props) {
  const { t } = useTranslation();
  const ids = useCell(pictures);
  if (ids.length < 2) return null;
  return (
    <nav className="opened-row" aria-label={t("desk.opened")}>
      {ids.map((id, index) => (
        <a
          key={id}
          href={retouchLink(id)}
          aria-current={id === current ? "page" : undefined}
          aria-label={t("desk.openedOne", { index: index + 1, count: ids.length })}
        >
          <img src={thumbnailOf(id)} alt="" />
        </a>
      ))}
    </nav>
  );
}
