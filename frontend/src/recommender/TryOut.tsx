/** A slate for an imagined visitor, with the reason and the chance of each picture. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { drawSlate, type SlatePicture } from "../api/recommender";
import { address } from "../base";
import { percent } from "../dashboard/charts/numbers";
import { cellName } from "../pool/names";
import { Sheet } from "../settings/Sheet";
import { reasonOf } from "../shell/reason";
import { contextOf, reasonCode, type Wish } from "./context";
import { WishFields } from "./WishFields";

const SIZE = 8;

interface Props {
  wish: Wish;
  onWish: (wish: Wish) => void;
  onWhy: (item: string) => void;
}

export function TryOut({ wish, onWish, onWhy }: Props) {
  const { t } = useTranslation();
  const drawn = useMutation({
    mutationFn: () => drawSlate({ context: contextOf(wish), favorite: wish.favorite, size: SIZE }),
  });
  return (
    <Sheet title={t("recommender.tryOut")} hint={t("recommender.tryHint")}>
      <form
        className="recommender-wish"
        onSubmit={(event) => {
          event.preventDefault();
          if (!drawn.isPending) drawn.mutate();
        }}
      >
        <WishFields wish={wish} onChange={onWish} />
        <button type="submit" className="primary" disabled={drawn.isPending}>
          {t("recommender.draw")}
        </button>
      </form>
      {drawn.error && (
        <p className="problem" role="alert">
          {reasonOf(t, drawn.error)}
        </p>
      )}
      {drawn.data?.pictures.length === 0 && <p className="soft">{t("recommender.nothingPublished")}</p>}
      {drawn.data && drawn.data.pictures.length > 0 && (
        <>
          <p className="soft" role="status">
            {t("recommender.drawn", { policy: drawn.data.policy, seed: String(drawn.data.seed) })}
          </p>
          <ol className="recommender-slate">
            {drawn.data.pictures.map((one) => (
              <li key={one.item}>
                <Card picture={one} onWhy={() => onWhy(one.item)} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Sheet>
  );
}

function Card({ picture, onWhy }: { picture: SlatePicture; onWhy: () => void }) {
  const { t, i18n } = useTranslation();
  const name = cellName(t, picture);
  return (
    <figure className="recommender-card">
      <img
        src={address(picture.thumbnail)}
        width={picture.width}
        height={picture.height}
        alt={name}
        loading="lazy"
      />
      <figcaption>
        <span>{t(`recommender.reason.${reasonCode(picture.reason.code)}`)}</span>
        <span className="soft">{name}</span>
        <span className="soft">
          {t("recommender.chance", { share: percent(i18n.language, picture.propensity, 1) })}
        </span>
        <button type="button" onClick={onWhy}>
          {t("recommender.why")}
        </button>
      </figcaption>
    </figure>
  );
}
