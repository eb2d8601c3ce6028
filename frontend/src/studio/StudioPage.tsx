/** The studio: picture first, tools at one side, what is wished at the other. */
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Picture } from "../api/types";
import { Problem } from "../shell/Problem";
import { retouchLink } from "../shell/route";
import { newRoom, RoomContext } from "./canvas/room";
import { Desk } from "./Desk";
import { newStore, StoreContext, useStudio } from "./model/store";
import { OpenPicture } from "./open/OpenPicture";
import { opened, withOpened, withoutOpened } from "./open/opened";
import { useIncoming } from "./open/useIncoming";
import { useAutosave } from "./run/useAutosave";
import { useOpen } from "./run/useOpen";
import "../style/studio.css";

interface Props {
  pictureId: string | null;
  journalId: string | null;
}

export function StudioPage(props: Props) {
  const [store] = useState(newStore);
  const [room] = useState(newRoom);
  return (
    <StoreContext value={store}>
      <RoomContext value={room}>
        <Studio {...props} />
      </RoomContext>
    </StoreContext>
  );
}

function Studio({ pictureId, journalId }: Props) {
  const { t } = useTranslation();
  const autosave = useAutosave();
  const [pictures] = useState(opened);
  const opening = useOpen(pictureId, journalId, autosave);
  const picture = useStudio((studio) => studio.picture);
  const taken = useCallback(
    (arrived: readonly Picture[]) => {
      const [first] = arrived;
      pictures.set(
        withOpened(
          pictures.get(),
          arrived.map(({ id }) => id),
        ),
      );
      if (first) location.hash = retouchLink(first.id);
    },
    [pictures],
  );
  const incoming = useIncoming(taken);
  const hasFailed = opening.error !== null;
  useEffect(() => {
    if (!pictureId) return;
    const change = hasFailed ? withoutOpened : (ids: readonly string[], id: string) => withOpened(ids, [id]);
    pictures.set(change(pictures.get(), pictureId));
  }, [pictureId, hasFailed, pictures]);
  if (!pictureId || opening.error)
    return (
      <section className="studio-open">
        <h1 className="page-title">{t("desk.title")}</h1>
        {opening.error && <Problem error={opening.error} onRetry={opening.again} />}
        <OpenPicture incoming={incoming} />
      </section>
    );
  if (!picture || picture.id !== pictureId)
    return (
      <p className="studio-loading" role="status">
        {t("desk.opening")}
      </p>
    );
  return (
    <Desk key={picture.id} picture={picture} autosave={autosave} pictures={pictures} incoming={incoming} />
  );
}
