/** Another picture as a reference: dropped, from a file, or from the library. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { getPictures, upload } from "../../api/client";
import { address } from "../../base";
import { reasonOf } from "../../shell/reason";

interface Props {
  picture: string | null;
  isDisabled: boolean;
  onChoose: (id: string) => void;
}

const thumbnailOf = (id: string): string => address(`api/pictures/${encodeURIComponent(id)}/thumbnail`);

export function OtherReference({ picture, isDisabled, onChoose }: Props) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const library = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const sending = useMutation({
    mutationFn: (file: File) => upload(file, file.name, "reference"),
    onSuccess: ({ id }) => onChoose(id),
  });
  const take = (file: File | undefined) => file && !isDisabled && sending.mutate(file);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation(); // it is no new picture to retouch
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const open = () => {
    setOpen(true);
    library.current?.showModal();
  };
  return (
    <section
      className={isOver ? "other-reference over" : "other-reference"}
      aria-label={t("reference.other")}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {picture ? (
        <img src={thumbnailOf(picture)} alt={t("reference.chosen")} />
      ) : (
        <p className="soft">{t("reference.drop")}</p>
      )}
      <div className="button-row">
        <label className={isDisabled ? "button disabled" : "button"}>
          {t(sending.isPending ? "reference.sending" : "reference.file")}
          <input
            type="file"
            className="hidden"
            accept="image/*"
            disabled={isDisabled || sending.isPending}
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = ""; // the same file may be chosen again
            }}
          />
        </label>
        <button type="button" disabled={isDisabled} onClick={open}>
          {t("reference.library")}
        </button>
      </div>
      {sending.error && (
        <p className="warning" role="alert">
          {reasonOf(t, sending.error)}
        </p>
      )}
      <dialog
        ref={library}
        className="reference-library"
        aria-label={t("reference.library")}
        onClose={() => setOpen(false)}
      >
        {isOpen && (
          <Shelf
            onChoose={(id) => {
              onChoose(id);
              library.current?.close();
            }}
          />
        )}
        <button type="button" onClick={() => library.current?.close()}>
          {t("lightbox.close")}
        </button>
      </dialog>
    </section>
  );
}

/** The pictures of the library, newest first. */
function Shelf({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ["pictures", "references"],
    queryFn: ({ pageParam }) => getPictures(pageParam, 40),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const pictures = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  if (pages.error) return <p className="warning">{reasonOf(t, pages.error)}</p>;
  return (
    <>
      {pages.isSuccess && pictures.length === 0 && <p className="soft">{t("library.empty")}</p>}
      <ul className="shelf">
        {pictures.map(({ id, title, thumbnail_url }) => (
          <li key={id}>
            <button type="button" aria-label={title || t("library.untitled")} onClick={() => onChoose(id)}>
              <img src={address(thumbnail_url)} alt="" loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <button type="button" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("library.more")}
        </button>
      )}
    </>
  );
}
