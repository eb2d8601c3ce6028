/** The way to each page: side by side on a wide screen, behind one button on a narrow one. */
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icons";
import { type PageLink, pagesFor } from "./pageLinks";
import type { Route } from "./route";
import { useMe } from "./useMe";
import { useMedia } from "./useMedia";

const MOST_FEW = 12;
/** Below which width the pages do not stand side by side. */
const FOLDED = { few: "(max-width: 1240px)", many: "(max-width: 1400px)" } as const;

export function Navigation({ route }: { route: Route | null }) {
  const { t } = useTranslation();
  const groups = pagesFor(useMe());
  const id = useId();
  const menu = useMenu();
  const isMany = groups.flatMap(({ pages }) => pages).length > MOST_FEW;
  const isFolded = useMedia(isMany ? FOLDED.many : FOLDED.few);
  const page = route?.page ?? null;
  return (
    <nav
      ref={menu.nav}
      aria-label={t("nav.label")}
      data-many={isMany || undefined}
      data-folded={isFolded || undefined}
      data-open={menu.isOpen || undefined}
    >
      <button
        ref={menu.button}
        type="button"
        className="menu-button"
        aria-expanded={menu.isOpen}
        aria-controls={id}
        onClick={menu.toggle}
      >
        <Icon>
          <path d={menu.isOpen ? "M6 6l12 12M18 6L6 18" : "M4 7h16M4 12h16M4 17h16"} />
        </Icon>
        <span className="hidden">{t("nav.menu")}: </span>
        {page && t(`nav.${page}`)}
      </button>
      <div id={id} className="page-groups">
        {groups.map(({ group, pages }) => (
          <div key={group} className="page-group">
            <p id={`${id}-${group}`}>{t(`nav.group.${group}`)}</p>
            <ul aria-labelledby={`${id}-${group}`}>
              {pages.map((one) => (
                <li key={one.page}>
                  <Way to={one} isHere={one.page === page} onFollow={menu.close} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

interface WayProps {
  to: PageLink;
  isHere: boolean;
  onFollow: () => void;
}

function Way({ to: { page, link, lines }, isHere, onFollow }: WayProps) {
  const { t } = useTranslation();
  return (
    <a href={link} aria-current={isHere ? "page" : undefined} onClick={onFollow}>
      <Icon>
        <path d={lines} />
      </Icon>
      {t(`nav.${page}`)}
    </a>
  );
}

/** Whether the list is open; Escape, and whatever happens outside of it, close it. */
function useMenu() {
  const nav = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const leave = ({ target }: Event) => {
      if (target instanceof Node && !nav.current?.contains(target)) setOpen(false);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // the page below would take it for its own
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    document.addEventListener("keydown", press, { capture: true });
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("keydown", press, { capture: true });
    };
  }, [isOpen]);
  return { nav, button, isOpen, toggle: () => setOpen(!isOpen), close: () => setOpen(false) };
}
