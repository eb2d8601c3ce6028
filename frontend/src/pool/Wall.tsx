/** Pictures in lines of equal cells, as many as there are, of which only those in sight are drawn; their elements are reused. */
import {
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { PoolPicture } from "../api/pool";
import { address } from "../base";
import { heightOf, type Lines, linesOf, scrollFor, seenAt } from "./lines";
import { Marks } from "./Marks";
import { spokenName } from "./names";
import type { Source } from "./source";

export interface WallHands {
  point(row: number, event: MouseEvent): void;
  open(row: number): void;
}

interface Props {
  label: string;
  source: Source;
  at: number; // the row that the keys speak of
  wish_px: number; // how wide a cell should be
  ratio: number; // of a cell
  isChosen: (id: string) => boolean;
  shown: (picture: PoolPicture) => PoolPicture;
  lines: RefObject<Lines>; // told, for those who walk by keys
  hands: WallHands;
}

export function Wall({ label, source, at, wish_px, ratio, isChosen, shown, lines, hands }: Props) {
  const id = useId();
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const rows = source.rows();
  const plan = useMemo(() => linesOf(size.width, wish_px, ratio), [size.width, wish_px, ratio]);
  const [top_px, setTop] = useState(0);
  const seen = seenAt(plan, top_px, size.height, rows);
  lines.current = plan;
  const { want } = source;
  useLayoutEffect(() => {
    if (size.height > 0) want(seen.first, Math.max(seen.end, seen.first + 1));
  }, [want, seen.first, seen.end, size.height]);
  useAnchor(room, setTop, { id: source.itemAt(at)?.id ?? null, line: Math.floor(at / plan.columns), plan });
  const goneTo = useRef<string>("");
  const isThere = rows > at;
  useLayoutEffect(() => {
    const element = room.current;
    const where = `${at} ${plan.columns} ${plan.line_px} ${isThere}`;
    if (!element || size.height === 0 || !isThere || goneTo.current === where) return;
    goneTo.current = where;
    element.scrollTop = scrollFor(plan, at, element.scrollTop, element.clientHeight);
    setTop(element.scrollTop);
  }, [at, plan, size.height, isThere]);
  const hold = useHeld(hands);
  const drawn = Array.from({ length: seen.end - seen.first }, (_, index) => seen.first + index);
  const slots = Math.max(1, drawn.length);
  const isAtDrawn = at >= seen.first && at < seen.end && source.itemAt(at) !== null;
  return (
    <div
      ref={room}
      className="wall"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable="true"
      aria-busy={!source.isRead()}
      aria-activedescendant={isAtDrawn ? `${id}-${at}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div className="wall-rows" role="presentation" style={{ height: heightOf(plan, rows) }}>
        {drawn.map((row) => {
          const picture = source.itemAt(row);
          return (
            <Cell
              key={row % slots}
              id={`${id}-${row}`}
              row={row}
              rows={rows}
              picture={picture && shown(picture)}
              plan={plan}
              isAt={row === at}
              isChosen={picture !== null && isChosen(picture.id)}
              hands={hold}
            />
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  id: string;
  row: number;
  rows: number;
  picture: PoolPicture | null; // null: on its way
  plan: Lines;
  isAt: boolean;
  isChosen: boolean;
  hands: WallHands;
}

const Cell = memo(function Cell({ id, row, rows, picture, plan, isAt, isChosen, hands }: CellProps) {
  const { t } = useTranslation();
  const style = {
    width: plan.cell_px,
    height: plan.line_px,
    transform: `translate(${(row % plan.columns) * plan.cell_px}px, ${Math.floor(row / plan.columns) * plan.line_px}px)`,
  };
  if (!picture) return <div className="cell blank" role="presentation" style={style} />;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names the present one
    <div
      id={id}
      className="cell"
      role="option"
      aria-selected={isChosen}
      aria-label={spokenName(t, picture)}
      aria-posinset={row + 1}
      aria-setsize={rows}
      data-row={row}
      data-id={picture.id}
      data-state={picture.state}
      data-at={isAt || undefined}
      style={style}
      onClick={(event) => hands.point(row, event)}
      onDoubleClick={() => hands.open(row)}
    >
      <div className="cell-face">
        <Face key={picture.id} picture={picture} />
        <Marks picture={picture} />
      </div>
    </div>
  );
});

function Face({ picture }: { picture: PoolPicture }): ReactNode {
  return (
    <img src={address(picture.thumbnail_url)} alt="" loading="lazy" decoding="async" draggable={false} />
  );
}

interface Anchor {
  readonly id: string | null; // the present picture
  readonly line: number; // where it lies
  readonly plan: Lines;
}

/** Others put pictures before the present one, or take some away: it stays where it is on the screen. */
function useAnchor(
  room: RefObject<HTMLElement | null>,
  setTop: (top_px: number) => void,
  { id, line, plan }: Anchor,
): void {
  const before = useRef<Anchor | null>(null);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { id, line, plan };
    const element = room.current;
    if (!element || !last || id === null || last.id !== id || last.plan !== plan || last.line === line)
      return;
    element.scrollTop += (line - last.line) * plan.line_px;
    setTop(element.scrollTop);
  }, [room, setTop, id, line, plan]);
}

/** Always the same object, so that scrolling draws only the cells that are new. */
function useHeld(now: WallHands): WallHands {
  const latest = useRef(now);
  latest.current = now;
  return useMemo(
    () => ({
      point: (...about) => latest.current.point(...about),
      open: (...about) => latest.current.open(...about),
    }),
    [],
  );
}

function useSize(room: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = room.current;
    if (!element) return;
    const look = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [room]);
  return size;
}
