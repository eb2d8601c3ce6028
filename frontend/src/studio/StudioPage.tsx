/** The studio: picture first, tools at one side, what is wished at the other. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../shell/Problem";
import { retouchLink } from "../shell/route";
import { newRoom, RoomContext } from "./canvas/room";
import { Desk } from "./Desk";
import { newStore, StoreContext, useStudio } from "./model/store";
import { OpenPicture } from "./open/OpenPicture";
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
  const opening = useOpen(pictureId, journalId, autosave);
  const picture = useStudio((studio) => studio.picture);
  const open = (id: string) => {
    location.hash = retouchLink(id);
  };
  if (!pictureId || opening.error)
    return (
      <section className="studio-open">
        <h1 className="page-title">{t("desk.title")}</h1>
        {opening.error && <Problem error={opening.error} onRetry={opening.again} />}
        <OpenPicture onOpen={open} />
      </section>
    );
  if (!picture || picture.id !== pictureId)
    return (
      <p className="studio-loading" role="status">
        {t("desk.opening")}
      </p>
    );
  return <Desk key={picture.id} picture={picture} autosave={autosave} onOpen={open} />;
}
