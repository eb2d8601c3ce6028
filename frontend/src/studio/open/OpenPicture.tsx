/** Ways to bring pictures: choose files, drop or paste them, take one from the library, go on where one left off. */
import { useQuery } from "@tanstack/react-query";
import type { ChangeEvent } from "react";
import { useTranslation } from "react-i18next";
import { address } from "../../base";
import { usePictures } from "../../library/usePictures";
import { Flower } from "../../shell/icons";
import { Problem } from "../../shell/Problem";
import { retouchLink } from "../../shell/route";
import { getJournals } from "../api/journals";
import type { Incoming } from "./useIncoming";

const OFFERED = 12;

export function OpenPicture({ incoming }: { incoming: Incoming }) {
  const { t } = useTranslation();
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    if (event.target.files?.length) incoming.take(event.target.files);
    event.target.value = "";
  };
  return (
    <div className={incoming.isOver ? "open-picture over" : "open-picture"}>
      <Flower />
      <p>{t("desk.drop")}</p>
      <label className="button primary">
        {t("desk.open")}
        <input type="file" className="hidden" accept="image/*,.tif,.tiff,.avif" multiple onChange={choose} />
      </label>
      <p className="soft">{t("desk.dropHint")}</p>
      {incoming.isSending && <p role="status">{t("desk.opening")}</p>}
      {incoming.error && <Problem error={incoming.error} />}
      <Recent />
      <FromLibrary />
    </div>
  );
}

/** The journals that were worked on last. */
function Recent() {
  const { t } = useTranslation();
  const journals = useQuery({ queryKey: ["journals", "recent"], queryFn: () => getJournals(null, OFFERED) });
  const rows = journals.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="recent">
      <h2>{t("desk.recent")}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <a href={retouchLink(row.picture, row.id)}>
              <img src={address(row.thumbnail_url)} alt="" loading="lazy" />
              <span>
                {row.title || t("library.untitled")}
                <br />
                <span className="soft">
                  {t("journal.count", { count: row.steps })} · {new Date(row.updated_at).toLocaleString()}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FromLibrary() {
  const { t } = useTranslation();
  const pictures = usePictures();
  const offered = pictures.data?.pages[0]?.items.slice(0, OFFERED) ?? [];
  if (offered.length === 0) return null;
  return (
    <section className="from-library">
      <h2>{t("desk.fromLibrary")}</h2>
      <ul>
        {offered.map((picture) => (
          <li key={picture.id}>
            <a
              href={retouchLink(picture.id)}
              aria-label={t("library.open", { title: picture.title || t("library.untitled") })}
            >
              <img src={address(picture.thumbnail_url)} alt="" loading="lazy" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
