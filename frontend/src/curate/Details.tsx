/** All that is known of a picture: words, numbers, scores, those alike, where it comes from, what was said of it. */
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { getDetails, type PoolDetails, type PoolPicture, type VerdictRow } from "../api/pool";
import { address } from "../base";
import { useSettled } from "../painting/useSettled";
import { cellName, spokenName } from "../pool/names";
import { Problem } from "../shell/Problem";
import { curateLink, retouchLink } from "../shell/route";
import { ago, dateAndTime } from "../shell/time";
import { likeThis, promptOf, seedOf, shaOf } from "./record";

interface Props {
  picture: PoolPicture;
  onShow: (id: string) => void;
}

const SETTLE_MS = 250; // a key held down asks for no picture that it passes by

export function Details({ picture, onShow }: Props) {
  const { t } = useTranslation();
  const id = useSettled(picture.id, SETTLE_MS);
  const asked = useQuery({ queryKey: ["pool", id], queryFn: () => getDetails(id) });
  const details = asked.data && asked.data.id === picture.id ? asked.data : null;
  return (
    <aside className="details" aria-label={t("curate.details")}>
      <h2>{cellName(t, picture)}</h2>
      <div className="actions">
        <a className="button" href={retouchLink(picture.id)}>
          {t("curate.openStudio")}
        </a>
        <a className="button" href={likeThis(picture, details)}>
          {t("curate.more")}
        </a>
        <a className="button" href={address(picture.url)} download={picture.tail.split("/").at(-1)}>
          {t("lightbox.download")}
        </a>
      </div>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      <Scores picture={picture} />
      {details && <Strips details={details} onShow={onShow} />}
      {details && <Words details={details} />}
      <Facts picture={picture} details={details} />
      {details && details.verdicts.length > 0 && <History verdicts={details.verdicts} />}
    </aside>
  );
}

function Scores({ picture }: { picture: PoolPicture }) {
  const { t } = useTranslation();
  return (
    <dl className="scores">
      {(["unsafe", "sharpness", "blankness"] as const).map((name) => {
        const value = picture[name];
        const words = value === null ? t("curate.unmeasured") : t(`curate.score.${name}.${levelOf(value)}`);
        return (
          <Fragment key={name}>
            <dt>{t(`curate.score.${name}.name`)}</dt>
            <dd data-level={value === null ? undefined : levelOf(value)}>
              <span className="bar-of" style={{ "--share": value ?? 0 }} aria-hidden="true" />
              {words}
              {value !== null && <span className="soft"> {value.toFixed(2)}</span>}
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}

const levelOf = (share: number): "low" | "middle" | "high" =>
  share < 0.3 ? "low" : share < 0.6 ? "middle" : "high";

function Strips({ details, onShow }: { details: PoolDetails; onShow: (id: string) => void }) {
  const { t } = useTranslation();
  const { relatives, children, parent, id } = details;
  const alike = relatives.filter((one) => one.id !== id);
  return (
    <>
      {alike.length > 0 && (
        <Strip name={t("curate.alike", { count: alike.length })} pictures={alike} onShow={onShow} />
      )}
      {children.length > 0 && (
        <Strip name={t("curate.children", { count: children.length })} pictures={children} onShow={onShow} />
      )}
      {parent && <a href={curateLink(`picture=${encodeURIComponent(parent)}`)}>{t("curate.parent")}</a>}
    </>
  );
}

interface StripProps {
  name: string;
  pictures: readonly PoolPicture[];
  onShow: (id: string) => void;
}

function Strip({ name, pictures, onShow }: StripProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <ul className="strip">
        {pictures.map((one) => (
          <li key={one.id} data-state={one.state}>
            <button type="button" aria-label={spokenName(t, one)} onClick={() => onShow(one.id)}>
              <img src={address(one.thumbnail_url)} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Words({ details }: { details: PoolDetails }) {
  const { t } = useTranslation();
  const prompt = promptOf(details);
  return prompt ? (
    <section>
      <h3>{t("wishes.prompt")}</h3>
      <p className="prompt-text">{prompt}</p>
    </section>
  ) : null;
}

function Facts({ picture, details }: { picture: PoolPicture; details: PoolDetails | null }) {
  const { t, i18n } = useTranslation();
  const rows = [
    [t("curate.size"), `${picture.width} × ${picture.height} · ${kilobytes(picture.bytes)}`],
    [t("wishes.seed"), details && seedOf(details)],
    [t("curate.filter.model"), picture.model],
    [t("curate.hash"), details && shaOf(details)],
    [t("curate.made"), dateAndTime(i18n.language, picture.created_at)],
    [t("curate.file"), picture.tail],
  ].filter((row): row is [string, string] => Boolean(row[1]));
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

const kilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1000)).toLocaleString()} kB`;

const VERDICTS = ["keep", "reject", "star", "retouch", "clear"] as const;

function History({ verdicts }: { verdicts: readonly VerdictRow[] }) {
  const { t, i18n } = useTranslation();
  const word = (row: VerdictRow) => {
    const known = VERDICTS.find((name) => name === row.verdict);
    return [known ? t(`curate.said.${known}`) : row.verdict, "★".repeat(row.stars)].filter(Boolean).join(" ");
  };
  return (
    <section>
      <h3>{t("curate.history")}</h3>
      <ol className="history">
        {verdicts.map((row) => (
          <li key={row.id} data-undone={row.undone_at !== null || undefined}>
            <span>{word(row)}</span>{" "}
            <span className="soft">
              {[
                row.owner_name ?? t("curate.somebody"),
                row.second && t("curate.secondOpinion"),
                row.undone_at && t("curate.takenBack"),
                ago(i18n.language, row.created_at, Date.now()),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
